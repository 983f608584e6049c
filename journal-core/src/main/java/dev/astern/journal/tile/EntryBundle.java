package dev.astern.journal.tile;

import dev.astern.journal.Bytes;
import dev.astern.journal.Flaw;
import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The entries themselves, each at most 65,535 bytes. They are bound by their leaf hashes only. */
public record EntryBundle(List<Bytes> entries) {
    public static final int MAX_ENTRY_BYTES = 0xffff;

    public EntryBundle {
        entries = List.copyOf(entries);
        if (entries.isEmpty() || entries.size() > TilePath.FULL_WIDTH) {
            throw new IllegalArgumentException("an entry bundle has no " + entries.size() + " entries: bug");
        }
        if (entries.stream().anyMatch(entry -> entry.length() > MAX_ENTRY_BYTES)) {
            throw new IllegalArgumentException("an entry is larger than its length can say: bug");
        }
    }

    /** Reads the entries of a bundle that was asked for by its path. */
    public static Parsed<EntryBundle> parse(EntryBundlePath path, byte[] bytes) {
        var entries = new ArrayList<Bytes>();
        var buffer = ByteBuffer.wrap(bytes);
        while (entries.size() < path.width()) {
            if (buffer.remaining() < Short.BYTES) {
                return Parsed.malformed(Flaw.BUNDLE_CUT);
            }
            int length = Short.toUnsignedInt(buffer.getShort());
            if (buffer.remaining() < length) {
                return Parsed.malformed(Flaw.BUNDLE_CUT);
            }
            var entry = new byte[length];
            buffer.get(entry);
            entries.add(Bytes.copyOf(entry));
        }
        return buffer.hasRemaining() ? Parsed.malformed(Flaw.BUNDLE_TRAILING) : Parsed.read(new EntryBundle(entries));
    }

    /** Each entry after its length, a big-endian uint16. */
    public byte[] encode() {
        int size =
                entries.stream().mapToInt(entry -> Short.BYTES + entry.length()).sum();
        var buffer = ByteBuffer.allocate(size);
        for (var entry : entries) {
            buffer.putShort((short) entry.length()).put(entry.toArray());
        }
        return buffer.array();
    }

    /** What has to be in the tile of level 0 with the same index. */
    public List<Hash> leafHashes() {
        return entries.stream().map(entry -> Hash.ofLeaf(entry.toArray())).toList();
    }
}
