package dev.astern.journal.note;

import java.util.List;

/** What became of checking a note's signatures. */
public sealed interface NoteCheck {
    /**
     * At least one known key signed it, and no signature of a known key is wrong.
     *
     * @param signatures of known keys, one for each
     * @param ignored the others, of which nothing is known; always empty for {@link Reading#STRICT}
     */
    record Verified(List<VerifiedSignature> signatures, List<NoteSignature> ignored) implements NoteCheck {
        public Verified {
            signatures = List.copyOf(signatures);
            ignored = List.copyOf(ignored);
        }
    }

    /** @param place which of the note's signatures, from 1; 0 for all of them */
    record Rejected(Step step, int place) implements NoteCheck {}

    /** The checks of each signature, and then of all. */
    enum Step {
        UNKNOWN_KEY("a signature is of a key that is not known"),
        REPEATED("a key has signed twice"),
        FORM("a known key's signature does not have the form of its type"),
        SIGNATURE("a known key's signature does not fit the text"),
        NO_KNOWN_KEY("no key that is known has signed");

        private final String sentence;

        Step(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }
}
