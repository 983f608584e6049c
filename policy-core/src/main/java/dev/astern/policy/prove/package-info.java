/** Searches all that a policy can be asked for what its owner would not want. */
@NullMarked
package dev.astern.policy.prove;

import org.jspecify.annotations.NullMarked;
