package dev.astern.journal.tile;

import dev.astern.journal.tree.Subtree;

/**
 * A tile of hashes. Those of level 0 are of leaves, those of each further level are of the full tiles below.
 *
 * @param level from 0 to 63
 */
public record HashTilePath(int level, long index, int width) implements TilePath {
    static final int MAX_LEVEL = 63;

    public HashTilePath {
        if (level < 0 || level > MAX_LEVEL) {
            throw new IllegalArgumentException("no tile has level " + level + ": bug");
        }
        TileIndex.check(index, width);
    }

    /** The tile that has a subtree's hash, or those it is made of, as wide as it is in a tree of a size. */
    public static HashTilePath holding(Subtree subtree, long treeSize) {
        if (subtree.end() > treeSize) {
            throw new IllegalArgumentException(subtree + " is not in a tree of " + treeSize + ": bug");
        }
        int level = subtree.level() / HEIGHT;
        long first = subtree.index() << (subtree.level() % HEIGHT);
        long index = first / FULL_WIDTH;
        long hashes = treeSize >> (level * HEIGHT);
        return new HashTilePath(level, index, (int) Math.min(FULL_WIDTH, hashes - index * FULL_WIDTH));
    }

    @Override
    public String path() {
        return "tile/" + level + "/" + TileIndex.encode(index, width);
    }
}
