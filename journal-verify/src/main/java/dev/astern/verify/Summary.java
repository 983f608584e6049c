package dev.astern.verify;

import dev.astern.journal.bundle.Scope;
import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.note.VerifiedSignature;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was verified.
 *
 * @param entries how many
 * @param disclosures how many were shown
 * @param checkpoint under which
 * @param signatures of the log and of witnesses, on that
 * @param oldSize of the largest older checkpoint that it was found to extend
 * @param stamped when an authority saw the log, if one was asked for
 */
public record Summary(
        Scope scope,
        long entries,
        long disclosures,
        Checkpoint checkpoint,
        List<VerifiedSignature> signatures,
        Optional<Long> oldSize,
        Optional<Instant> stamped) {
    public Summary {
        signatures = List.copyOf(signatures);
    }
}
