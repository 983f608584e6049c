package dev.astern.journal.tile;

import dev.astern.journal.Flaw;
import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import dev.astern.journal.tree.Subtree;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Hashes of one level of the tree, side by side. Nothing binds them but the root that a proof made of them leads to. */
public record Tile(HashTilePath path, List<Hash> hashes) {
    public Tile {
        hashes = List.copyOf(hashes);
        if (hashes.size() != path.width()) {
            throw new IllegalArgumentException(
                    "tile " + path.path() + " has " + hashes.size() + " hashes, not its width: bug");
        }
    }

    /** Reads the hashes of a tile that was asked for by its path. */
    public static Parsed<Tile> parse(HashTilePath path, byte[] bytes) {
        if (bytes.length != path.width() * Hash.SIZE_BYTES) {
            return Parsed.malformed(Flaw.TILE_LENGTH);
        }
        var hashes = new ArrayList<Hash>(path.width());
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            var hash = new byte[Hash.SIZE_BYTES];
            buffer.get(hash);
            hashes.add(Hash.copyOf(hash));
        }
        return Parsed.read(new Tile(path, hashes));
    }

    /** The hashes one after the other. */
    public byte[] encode() {
        var buffer = ByteBuffer.allocate(hashes.size() * Hash.SIZE_BYTES);
        hashes.forEach(hash -> buffer.put(hash.toArray()));
        return buffer.array();
    }

    /** A subtree's hash, joined where it lies between two levels of tiles; nothing when it is not in this tile. */
    public Optional<Hash> hash(Subtree subtree) {
        int below = subtree.level() % TilePath.HEIGHT;
        long first = subtree.index() << below;
        long offset = first - path.index() * TilePath.FULL_WIDTH;
        boolean inside = subtree.level() / TilePath.HEIGHT == path.level()
                && offset >= 0
                && offset + (1L << below) <= hashes.size();
        return inside ? Optional.of(join((int) offset, 1 << below)) : Optional.empty();
    }

    /** The hash that stands for a full tile in the level above. */
    public Hash root() {
        if (path.width() != TilePath.FULL_WIDTH) {
            throw new IllegalStateException("tile " + path.path() + " is not full: bug");
        }
        return join(0, TilePath.FULL_WIDTH);
    }

    private Hash join(int from, int count) {
        return count == 1 ? hashes.get(from) : Hash.ofNode(join(from, count / 2), join(from + count / 2, count / 2));
    }
}
