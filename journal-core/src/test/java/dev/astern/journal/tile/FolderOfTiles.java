package dev.astern.journal.tile;

import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import dev.astern.journal.tree.MemoryHashes;
import dev.astern.journal.tree.Subtree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Serves a log's tiles as bytes under their paths, and reads them again, as a client would. */
final class FolderOfTiles implements TileSource {
    private final Map<String, byte[]> files = new HashMap<>();

    static FolderOfTiles of(MemoryHashes memory, long treeSize) {
        var folder = new FolderOfTiles();
        for (var path : new Growth(0, treeSize).tiles()) {
            folder.files.put(path.path(), tile(memory, path).encode());
        }
        return folder;
    }

    private static Tile tile(MemoryHashes memory, HashTilePath path) {
        var subtrees = new ArrayList<Subtree>();
        for (int i = 0; i < path.width(); i++) {
            subtrees.add(new Subtree(path.level() * TilePath.HEIGHT, path.index() * TilePath.FULL_WIDTH + i));
        }
        var hashes = memory.hashes(new HashSet<>(subtrees));
        var inOrder = new ArrayList<Hash>();
        subtrees.forEach(subtree -> inOrder.add(Objects.requireNonNull(hashes.get(subtree))));
        return new Tile(path, inOrder);
    }

    @Override
    public Map<HashTilePath, Tile> tiles(Set<HashTilePath> wanted) {
        var found = new HashMap<HashTilePath, Tile>();
        for (var path : wanted) {
            var bytes = files.get(path.path());
            if (bytes != null && Tile.parse(path, bytes) instanceof Parsed.Read<Tile>(var tile)) {
                found.put(path, tile);
            }
        }
        return found;
    }
}
