package dev.astern.journal.note;

/** What becomes of what a verifier does not know. Neither way skips a check of what it does know. */
public enum Reading {
    /** It is refused: bytes that nobody checks are a place to hide something, or to make one thing look like two. */
    STRICT,
    /** It is ignored, as the specifications demand of clients at large, and the result says what was. */
    INTEROPERABLE
}
