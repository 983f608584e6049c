package dev.astern.journal.tree;

/**
 * A full subtree: the {@code index}-th run of {@code 2^level} leaves. Its hash never changes once its last leaf is
 * there, so it can be kept for ever.
 */
public record Subtree(int level, long index) {
    private static final int MAX_LEVEL = 62;

    public Subtree {
        if (level < 0 || level > MAX_LEVEL || index < 0 || index >= Long.MAX_VALUE >> level) {
            throw new IllegalArgumentException("no subtree at level " + level + ", index " + index + ": bug");
        }
    }

    /** The index of its first leaf. */
    public long start() {
        return index << level;
    }

    /** The index after that of its last leaf. */
    public long end() {
        return (index + 1) << level;
    }
}
