/** Decides: what policy, a workflow's stage and a target's mode make of an operation. Touches nothing. */
@NullMarked
package dev.astern.gate;

import org.jspecify.annotations.NullMarked;
