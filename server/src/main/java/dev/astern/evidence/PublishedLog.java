package dev.astern.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Bytes;
import dev.astern.journal.tile.EntryBundle;
import dev.astern.journal.tile.EntryBundlePath;
import dev.astern.journal.tile.HashTilePath;
import dev.astern.journal.tile.TilePath;
import dev.astern.model.Log;
import dev.astern.model.SignedCheckpoint;
import dev.astern.storage.LogStore;
import java.util.Optional;
import java.util.Set;

/** What of the log anybody may fetch: checkpoints and tiles, as C2SP tlog-tiles, never beyond what is signed. */
public final class PublishedLog {
    private final LogStore store;

    public PublishedLog(LogStore store) {
        this.store = store;
    }

    /** The latest checkpoint, with the signatures of witnesses that it has; empty before the first. */
    public Optional<byte[]> checkpoint() {
        return latest().map(this::note);
    }

    /** A tile or an entry bundle, in the width asked for; empty when the signed tree does not have it. */
    public Optional<byte[]> tile(TilePath path) {
        var log = store.current();
        return switch (path) {
            case HashTilePath hashes -> hashes(log, hashes);
            case EntryBundlePath entries -> entries(log, entries);
        };
    }

    private Optional<byte[]> hashes(Log log, HashTilePath path) {
        int below = path.level() * TilePath.HEIGHT;
        if (below >= Long.SIZE || end(path) > signed(log) >> below) {
            return Optional.empty();
        }
        return Optional.ofNullable(store.tiles(log.id(), Set.of(path)).get(path))
                .map(tile -> tile.encode());
    }

    private Optional<byte[]> entries(Log log, EntryBundlePath path) {
        if (end(path) > signed(log)) {
            return Optional.empty();
        }
        var entries = store.entries(log.id(), path.index() * TilePath.FULL_WIDTH, path.width()).stream()
                .map(entry -> Bytes.copyOf(entry.getBytes(UTF_8)))
                .toList();
        return Optional.of(new EntryBundle(entries).encode());
    }

    private static long end(TilePath path) {
        return path.index() * TilePath.FULL_WIDTH + path.width();
    }

    private long signed(Log log) {
        return store.latest(log.id()).map(SignedCheckpoint::size).orElse(0L);
    }

    private Optional<SignedCheckpoint> latest() {
        return store.latest(store.current().id());
    }

    private byte[] note(SignedCheckpoint checkpoint) {
        var note = new StringBuilder(checkpoint.note());
        store.cosignatures(checkpoint.log(), checkpoint.size()).values().forEach(note::append);
        return note.toString().getBytes(UTF_8);
    }
}
