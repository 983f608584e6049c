/** Incidents: what broke, who looks after it, what was found; each has its chain in the journal. */
@NullMarked
package dev.astern.incident;

import org.jspecify.annotations.NullMarked;
