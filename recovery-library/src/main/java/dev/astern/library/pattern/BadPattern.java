package dev.astern.library.pattern;

/** Ends the reading of a pattern; never leaves {@link Patterns}. */
final class BadPattern extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Parsed.Flaw flaw;

    BadPattern(Parsed.Flaw flaw, String detail) {
        super(detail, null, false, false);
        this.flaw = flaw;
    }

    static BadPattern syntax(String detail) {
        return new BadPattern(Parsed.Flaw.SYNTAX, detail);
    }

    Parsed.Bad bad() {
        return new Parsed.Bad(flaw, String.valueOf(getMessage()));
    }
}
