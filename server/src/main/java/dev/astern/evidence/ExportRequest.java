package dev.astern.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which part of the journal somebody wants.
 *
 * @param oldCheckpoint a checkpoint that an outsider has kept, as a note
 */
public record ExportRequest(What what, Optional<String> oldCheckpoint) {
    public sealed interface What {}

    /** Whole sessions. */
    public record Sessions(List<String> ids) implements What {
        public Sessions {
            ids = ids.stream().sorted().distinct().toList();
        }
    }

    /** Everything since a moment. */
    public record Since(Instant since) implements What {}
}
