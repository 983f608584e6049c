package dev.astern.journal.tile;

/** The end of a tile's path: the index in groups of three digits, and the width of a partial tile. */
final class TileIndex {
    /** 18 digits, in six groups; no tree of 2^63 leaves has a tile with a larger index. */
    static final long LIMIT = 1_000_000_000_000_000_000L;

    private static final int GROUP = 1_000;

    private TileIndex() {}

    static void check(long index, int width) {
        if (index < 0 || index >= LIMIT || width < 1 || width > TilePath.FULL_WIDTH) {
            throw new IllegalArgumentException("no tile has index " + index + " and width " + width + ": bug");
        }
    }

    static String encode(long index, int width) {
        var groups = new StringBuilder(threeDigits(index));
        for (long rest = index / GROUP; rest > 0; rest /= GROUP) {
            groups.insert(0, "x" + threeDigits(rest) + "/");
        }
        return width == TilePath.FULL_WIDTH ? groups.toString() : groups + ".p/" + width;
    }

    private static String threeDigits(long number) {
        return Long.toString(GROUP + number % GROUP).substring(1);
    }
}
