/** Decides what an agent may do: policies as data, one pure function, no I/O. */
@NullMarked
package dev.astern.policy;

import org.jspecify.annotations.NullMarked;
