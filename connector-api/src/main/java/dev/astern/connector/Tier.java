package dev.astern.connector;

/** How much an operation may change, from nothing to things that are gone afterwards. Ordered from mild to severe. */
public enum Tier {
    READ,
    DRAFT,
    PROPOSE,
    WRITE,
    DESTRUCTIVE;

    /** The more severe of the two. */
    public Tier atLeast(Tier other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
