/** What a log vouches for: its size and root hash in a signed note, as C2SP tlog-checkpoint. */
@NullMarked
package dev.astern.journal.checkpoint;

import org.jspecify.annotations.NullMarked;
