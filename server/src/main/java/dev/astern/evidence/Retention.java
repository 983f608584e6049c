package dev.astern.evidence;

import dev.astern.storage.ErasureStore;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Erases what sessions keep sealed when their time is over. Entries and proofs stay. */
public final class Retention {
    private static final int BATCH = 200;

    private final ErasureStore store;
    private final Erasures erasures;
    private final @Nullable Duration keep;
    private final Clock clock;

    /** @param keep how long after a session was closed; null for ever */
    public Retention(ErasureStore store, Erasures erasures, @Nullable Duration keep, Clock clock) {
        this.store = store;
        this.erasures = erasures;
        this.keep = keep;
        this.clock = clock;
    }

    /** Erases a batch of what is over; returns how many sessions. */
    public int run() {
        if (keep == null) {
            return 0;
        }
        var over = store.expired(clock.instant().minus(keep), BATCH);
        if (!over.isEmpty()) {
            erasures.expired(over);
        }
        return over.size();
    }
}
