/** Kills servers and databases at every boundary between two steps, and looks whether anybody was told a lie. */
@NullMarked
package dev.astern.crash;

import org.jspecify.annotations.NullMarked;
