/** What tests of all kinds share. */
@NullMarked
package dev.astern.testing;

import org.jspecify.annotations.NullMarked;
