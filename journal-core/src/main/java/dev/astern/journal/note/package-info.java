/** Texts signed by one or more keys, as C2SP signed-note; cosignatures of witnesses, as C2SP tlog-cosignature. */
@NullMarked
package dev.astern.journal.note;

import org.jspecify.annotations.NullMarked;
