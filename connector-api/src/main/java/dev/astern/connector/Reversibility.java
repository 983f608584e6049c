package dev.astern.connector;

/** What it takes to take an effect back. Ordered from easy to impossible. */
public enum Reversibility {
    TRIVIALLY_REVERSIBLE,
    REVERSIBLE_WITH_STATE,
    REVERSIBLE_WITH_BACKUP,
    PARTIALLY_REVERSIBLE,
    IRREVERSIBLE;

    /** The harder of the two. */
    public Reversibility atLeast(Reversibility other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
