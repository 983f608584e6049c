/** A whole server in a process of its own, in front of systems of several kinds. */
@NullMarked
package dev.astern.systems;

import org.jspecify.annotations.NullMarked;
