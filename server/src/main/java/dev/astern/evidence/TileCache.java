package dev.astern.evidence;

import dev.astern.journal.Hash;
import dev.astern.journal.tile.HashTilePath;
import dev.astern.journal.tile.Tile;
import dev.astern.journal.tile.TilePath;
import dev.astern.journal.tile.TileSource;
import dev.astern.journal.tree.HashSource;
import dev.astern.journal.tree.Subtree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The hashes of a tree of one size for many proofs: each tile is read once, and what is between two levels of tiles is
 * hashed once. Used by one thread.
 */
final class TileCache implements HashSource {
    /** 16 KiB each. */
    private static final int MAX_TILES = 1_024;

    private final TileSource source;
    private final long treeSize;

    /** By tile, its hashes and those above them, up to the tile's root. */
    private final Map<HashTilePath, List<List<Hash>>> tiles = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<HashTilePath, List<List<Hash>>> eldest) {
            return size() > MAX_TILES;
        }
    };

    TileCache(TileSource source, long treeSize) {
        this.source = source;
        this.treeSize = treeSize;
    }

    @Override
    public Map<Subtree, Hash> hashes(Set<Subtree> wanted) {
        var found = new HashMap<Subtree, Hash>();
        var loaded = load(wanted);
        for (var subtree : wanted) {
            var path = HashTilePath.holding(subtree, treeSize);
            var levels = loaded.get(path);
            if (levels != null) {
                found.put(subtree, hash(levels, path, subtree));
            }
        }
        return found;
    }

    private Map<HashTilePath, List<List<Hash>>> load(Set<Subtree> wanted) {
        var loaded = new HashMap<HashTilePath, List<List<Hash>>>();
        var missing = new LinkedHashSet<HashTilePath>();
        for (var subtree : wanted) {
            var path = HashTilePath.holding(subtree, treeSize);
            var levels = tiles.get(path);
            if (levels == null) {
                missing.add(path);
            } else {
                loaded.put(path, levels);
            }
        }
        if (!missing.isEmpty()) {
            source.tiles(missing).forEach((path, tile) -> {
                var levels = levels(tile);
                tiles.put(path, levels);
                loaded.put(path, levels);
            });
        }
        return loaded;
    }

    private static List<List<Hash>> levels(Tile tile) {
        var levels = new ArrayList<List<Hash>>();
        var level = tile.hashes();
        while (!level.isEmpty() && levels.size() < TilePath.HEIGHT) {
            levels.add(level);
            var above = new ArrayList<Hash>(level.size() / 2);
            for (int i = 0; i + 1 < level.size(); i += 2) {
                above.add(Hash.ofNode(level.get(i), level.get(i + 1)));
            }
            level = above;
        }
        return levels;
    }

    private static Hash hash(List<List<Hash>> levels, HashTilePath path, Subtree subtree) {
        int above = subtree.level() % TilePath.HEIGHT;
        long first = (path.index() * TilePath.FULL_WIDTH) >> above;
        return levels.get(above).get(Math.toIntExact(subtree.index() - first));
    }
}
