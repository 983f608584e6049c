package dev.astern.journal.tile;

import dev.astern.journal.Hash;
import dev.astern.journal.tree.HashSource;
import dev.astern.journal.tree.Subtree;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Hashes of subtrees out of tiles. Tiles may come from anybody; what is made of them is verified against a root.
 *
 * @param tiles where they are
 * @param treeSize the size of the tree that a checkpoint vouches for; it says how wide the last tiles are
 */
public record TileHashes(TileSource tiles, long treeSize) implements HashSource {
    /** The tiles that have the hashes of subtrees; all subtrees have to be in the tree. */
    public static Set<HashTilePath> needed(Set<Subtree> subtrees, long treeSize) {
        var paths = new LinkedHashSet<HashTilePath>();
        subtrees.forEach(subtree -> paths.add(HashTilePath.holding(subtree, treeSize)));
        return paths;
    }

    @Override
    public Map<Subtree, Hash> hashes(Set<Subtree> wanted) {
        var inTree = new LinkedHashSet<>(wanted);
        inTree.removeIf(subtree -> subtree.end() > treeSize);
        var found = tiles.tiles(needed(inTree, treeSize));
        var hashes = new HashMap<Subtree, Hash>();
        for (var subtree : inTree) {
            var tile = found.get(HashTilePath.holding(subtree, treeSize));
            if (tile != null) {
                tile.hash(subtree).ifPresent(hash -> hashes.put(subtree, hash));
            }
        }
        return hashes;
    }
}
