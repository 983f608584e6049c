/** Targets and the connectors that act on them. */
@NullMarked
package dev.astern.target;

import org.jspecify.annotations.NullMarked;
