package dev.astern.journal.signer;

import dev.astern.journal.note.Note;

/** What became of asking for a signature. */
public sealed interface Signing {
    /** The note, signed; that it was is remembered durably, and was before the signature existed. */
    record Signed(Note note) implements Signing {}

    /** Nothing was signed, and nothing is remembered of it. */
    record Refused(Why why, String detail) implements Signing {}

    enum Why {
        /** The log is smaller than what was signed already: entries were lost. */
        SMALLER,
        /** No proof leads from what was signed to what is to be signed: the log was forked, or the proof is wrong. */
        NOT_AN_EXTENSION,
        /** What was signed last can't be read or written, so that nobody knows what would be extended. */
        MEMORY,
        /** It is a checkpoint of another log. */
        ORIGIN
    }
}
