package dev.astern.describe;

/** A document that is refused as a whole. */
final class Rejected extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Described.Refused refused;

    Rejected(String reason, String detail, String next) {
        super(detail, null, false, false);
        refused = new Described.Refused(reason, detail, next);
    }

    Described.Refused refused() {
        return refused;
    }
}
