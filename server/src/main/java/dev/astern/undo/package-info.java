/** Plans and runs that take effects back. */
@NullMarked
package dev.astern.undo;

import org.jspecify.annotations.NullMarked;
