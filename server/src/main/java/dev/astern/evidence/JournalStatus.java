package dev.astern.evidence;

import dev.astern.connector.Problem;
import dev.astern.model.Page;
import dev.astern.model.SignedCheckpoint;
import dev.astern.storage.LogStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the journal stands. */
public final class JournalStatus {
    private final LogStore store;
    private final Checkpoints checkpoints;

    public JournalStatus(LogStore store, Checkpoints checkpoints) {
        this.store = store;
        this.checkpoints = checkpoints;
    }

    /**
     * @param key the verifier key that checks its signatures
     * @param size how many entries are durable
     * @param signed how many of them the latest checkpoint covers
     * @param signedAt when that was, or null
     * @param witnesses who have cosigned that one
     * @param halted why writes are refused, or null
     */
    public record View(
            String origin,
            @Nullable String key,
            long size,
            long signed,
            @Nullable Instant signedAt,
            Set<String> witnesses,
            @Nullable String halted) {}

    /** @param entry as it is in the tree */
    public record Entry(long index, String entry) {}

    public View view() {
        var log = store.current();
        var latest = store.latest(log.id());
        long signed = latest.map(SignedCheckpoint::size).orElse(0L);
        return new View(
                log.origin(),
                log.key(),
                store.size(log.id()),
                signed,
                latest.map(SignedCheckpoint::signedAt).orElse(null),
                store.cosignatures(log.id(), signed).keySet(),
                checkpoints.halted().map(Problem::detail).orElse(null));
    }

    /** Entries in order; those after the given index, or from the first on when it is negative. */
    public Page<Entry> entries(long after, int limit) {
        var log = store.current();
        long first = Math.max(0, after + 1);
        var leaves = store.entries(log.id(), first, limit);
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < leaves.size(); i++) {
            entries.add(new Entry(first + i, leaves.get(i)));
        }
        var next = leaves.size() < limit ? null : Long.toString(first + leaves.size() - 1);
        return new Page<>(List.copyOf(entries), next);
    }
}
