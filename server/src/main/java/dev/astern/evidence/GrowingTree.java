package dev.astern.evidence;

import dev.astern.journal.Hash;
import dev.astern.journal.tile.HashTilePath;
import dev.astern.journal.tile.Tile;
import dev.astern.journal.tile.TileHashes;
import dev.astern.journal.tile.TilePath;
import dev.astern.journal.tile.TileSource;
import dev.astern.journal.tree.CompactRange;
import dev.astern.journal.tree.HashSource;
import dev.astern.journal.tree.Subtree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What has to be in memory of a log's tree to append to it: its subtrees, and the tiles at its right edge. Pure. */
final class GrowingTree {
    private final CompactRange range;
    /** By level of tiles, the hashes of the tile that is not full yet. */
    private final List<List<Hash>> edges;

    private GrowingTree(CompactRange range, List<List<Hash>> edges) {
        this.range = range;
        this.edges = edges;
    }

    /**
     * A tree with more leaves.
     *
     * @param full the tiles that became full
     * @param recent hashes of which a proof from the tree before to this one consists
     */
    record Grown(GrowingTree tree, List<Tile> full, HashSource recent) {}

    /** Takes up a tree from its tiles. */
    static GrowingTree load(TileSource tiles, long size) {
        var range = CompactRange.of(size, new TileHashes(tiles, size))
                .orElseThrow(() -> new IllegalStateException("the store lacks tiles of its " + size + " entries"));
        var edges = new ArrayList<List<Hash>>();
        for (int level = 0; size >> (level * TilePath.HEIGHT) > 0; level++) {
            edges.add(edge(tiles, level, size >> (level * TilePath.HEIGHT)));
        }
        return new GrowingTree(range, edges);
    }

    private static List<Hash> edge(TileSource tiles, int level, long hashes) {
        int width = (int) (hashes % TilePath.FULL_WIDTH);
        if (width == 0) {
            return List.of();
        }
        var path = new HashTilePath(level, hashes / TilePath.FULL_WIDTH, width);
        var tile = tiles.tiles(Set.of(path)).get(path);
        if (tile == null) {
            throw new IllegalStateException("the store lacks tile " + path.path());
        }
        return tile.hashes();
    }

    long size() {
        return range.size();
    }

    Hash root() {
        return range.root();
    }

    Grown append(List<Hash> leaves) {
        var work = new Work();
        var grown = range;
        for (var leaf : leaves) {
            grown = grown.append(leaf, work::completed);
        }
        var copied = work.edges.stream().map(List::copyOf).toList();
        return new Grown(new GrowingTree(grown, copied), work.full, work.recent());
    }

    private final class Work {
        private final List<List<Hash>> edges = new ArrayList<>();
        private final List<Tile> full = new ArrayList<>();
        private final Map<Subtree, Hash> hashes = new HashMap<>();

        private Work() {
            GrowingTree.this.edges.forEach(edge -> edges.add(new ArrayList<>(edge)));
            var subtrees = CompactRange.subtrees(range.size());
            for (int i = 0; i < subtrees.size(); i++) {
                hashes.put(subtrees.get(i), range.hashes().get(i));
            }
        }

        void completed(Subtree subtree, Hash hash) {
            hashes.put(subtree, hash);
            if (subtree.level() % TilePath.HEIGHT == 0) {
                edge(subtree.level() / TilePath.HEIGHT).add(hash);
                fill(subtree.level() / TilePath.HEIGHT, subtree.index());
            }
        }

        private List<Hash> edge(int level) {
            while (edges.size() <= level) {
                edges.add(new ArrayList<>());
            }
            return edges.get(level);
        }

        private void fill(int level, long last) {
            var edge = edges.get(level);
            if (edge.size() == TilePath.FULL_WIDTH) {
                var path = new HashTilePath(level, last / TilePath.FULL_WIDTH, TilePath.FULL_WIDTH);
                full.add(new Tile(path, edge));
                edge.clear();
            }
        }

        private HashSource recent() {
            return wanted -> {
                var known = new HashMap<Subtree, Hash>();
                wanted.forEach(subtree -> {
                    var hash = hashes.get(subtree);
                    if (hash != null) {
                        known.put(subtree, hash);
                    }
                });
                return known;
            };
        }
    }
}
