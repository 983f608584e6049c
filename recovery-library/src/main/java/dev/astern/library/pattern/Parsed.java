package dev.astern.library.pattern;

/** What became of reading a pattern. */
public sealed interface Parsed {
    /** Read. */
    record Ok(Pattern pattern) implements Parsed {}

    /** Not a pattern. */
    record Bad(Flaw flaw, String detail) implements Parsed {}

    /** What is wrong with it. */
    enum Flaw {
        SYNTAX,
        /** It can't be said what each wildcard takes, or only by trying very often. */
        AMBIGUOUS,
        /** It matches everything. */
        TOO_BROAD
    }
}
