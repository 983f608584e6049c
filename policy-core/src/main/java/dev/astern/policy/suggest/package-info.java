/** A policy from what was seen. */
@NullMarked
package dev.astern.policy.suggest;

import org.jspecify.annotations.NullMarked;
