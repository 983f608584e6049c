package dev.astern.journal.checkpoint;

import dev.astern.journal.note.KeyType;
import dev.astern.journal.note.NoteSignature;
import dev.astern.journal.note.VerifiedSignature;
import java.util.List;

/** What became of checking a checkpoint. */
public sealed interface CheckpointCheck {
    /**
     * The log signed it, and a quorum of witnesses cosigned it.
     *
     * @param signatures of the log and of all known witnesses that signed
     * @param ignored those of which nothing is known; always empty for a strict reading
     */
    record Accepted(Checkpoint checkpoint, List<VerifiedSignature> signatures, List<NoteSignature> ignored)
            implements CheckpointCheck {
        public Accepted {
            signatures = List.copyOf(signatures);
            ignored = List.copyOf(ignored);
        }

        /** The witnesses' among the signatures. */
        public List<VerifiedSignature> cosignatures() {
            return signatures.stream()
                    .filter(signature -> signature.key().type() == KeyType.COSIGNATURE)
                    .toList();
        }
    }

    /**
     * @param step the first one that failed
     * @param detail what is wrong, in a sentence that repeats nothing of the input
     */
    record Rejected(Step step, String detail) implements CheckpointCheck {}

    /** The steps of a check, in their order. */
    enum Step {
        /** The note is malformed. */
        NOTE,
        /** Its text is not that of a checkpoint. */
        TEXT,
        /** It is of a log that the policy does not name. */
        ORIGIN,
        /** It has further lines, for a strict reading. */
        EXTENSION,
        /** A signature is unknown or repeated, for a strict reading, or a known key's is wrong. */
        SIGNATURE,
        /** The log itself has not signed it. */
        LOG,
        /** Too few witnesses cosigned it. */
        QUORUM
    }
}
