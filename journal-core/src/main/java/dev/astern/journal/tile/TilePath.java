package dev.astern.journal.tile;

import dev.astern.journal.Parsed;

/** Which tile or entry bundle, and at the same time under which path it is served. */
public sealed interface TilePath permits HashTilePath, EntryBundlePath {
    int HEIGHT = 8;
    int FULL_WIDTH = 1 << HEIGHT;

    /** Its place among those of its level, from 0. */
    long index();

    /** How many hashes or entries it has; fewer than {@link #FULL_WIDTH} only at the right edge of the tree. */
    int width();

    /** Relative to the log's prefix, for example {@code tile/0/x001/234.p/5}. */
    String path();

    /** Reads exactly what {@link #path} writes, nothing else, so that no two paths name one tile. */
    static Parsed<TilePath> parse(String path) {
        return TilePathParser.parse(path);
    }
}
