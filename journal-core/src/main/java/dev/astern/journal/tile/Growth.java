package dev.astern.journal.tile;

import java.util.ArrayList;
import java.util.List;

/**
 * A log that grew from one size to another, both of which a checkpoint was or will be signed for.
 *
 * @param oldSize how many leaves there were
 * @param newSize how many there are
 */
public record Growth(long oldSize, long newSize) {
    public Growth {
        if (oldSize < 0 || oldSize > newSize) {
            throw new IllegalArgumentException("no log grows from " + oldSize + " to " + newSize + ": bug");
        }
    }

    /** The tiles that are new or wider than before, from the leaves up. */
    public List<HashTilePath> tiles() {
        var paths = new ArrayList<HashTilePath>();
        for (int level = 0; level * TilePath.HEIGHT < Long.SIZE && newSize >> (level * TilePath.HEIGHT) > 0; level++) {
            long before = oldSize >> (level * TilePath.HEIGHT);
            long now = newSize >> (level * TilePath.HEIGHT);
            for (long index = before / TilePath.FULL_WIDTH; isNew(index, before, now); index++) {
                paths.add(new HashTilePath(level, index, width(index, now)));
            }
        }
        return paths;
    }

    /** The entry bundles that are new or wider than before. */
    public List<EntryBundlePath> bundles() {
        var paths = new ArrayList<EntryBundlePath>();
        for (long index = oldSize / TilePath.FULL_WIDTH; isNew(index, oldSize, newSize); index++) {
            paths.add(new EntryBundlePath(index, width(index, newSize)));
        }
        return paths;
    }

    private static boolean isNew(long index, long before, long now) {
        return before < now && index <= (now - 1) / TilePath.FULL_WIDTH;
    }

    private static int width(long index, long hashes) {
        return (int) Math.min(TilePath.FULL_WIDTH, hashes - index * TilePath.FULL_WIDTH);
    }
}
