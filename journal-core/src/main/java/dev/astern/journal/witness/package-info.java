/** What a log and a witness say to each other, as C2SP tlog-witness: bytes in, outcomes out, no network. */
@NullMarked
package dev.astern.journal.witness;

import org.jspecify.annotations.NullMarked;
