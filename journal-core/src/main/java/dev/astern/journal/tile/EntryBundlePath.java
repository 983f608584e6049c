package dev.astern.journal.tile;

/** An entry bundle: the entries whose leaf hashes are in the tile of level 0 with the same index and width. */
public record EntryBundlePath(long index, int width) implements TilePath {
    public EntryBundlePath {
        TileIndex.check(index, width);
    }

    @Override
    public String path() {
        return "tile/entries/" + TileIndex.encode(index, width);
    }
}
