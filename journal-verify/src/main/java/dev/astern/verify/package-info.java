/** Verifies a bundle, step by step, to a verdict that names what failed and what could not have been seen. */
@NullMarked
package dev.astern.verify;

import org.jspecify.annotations.NullMarked;
