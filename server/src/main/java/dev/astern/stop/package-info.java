/** Stops: placed by people or rules, obeyed by every node, acknowledged only when that is certain. */
@NullMarked
package dev.astern.stop;

import org.jspecify.annotations.NullMarked;
