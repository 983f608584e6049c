package dev.astern.stop;

import dev.astern.storage.StopStore;
import dev.astern.storage.StopStore.Lease;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Ends leases that have run out, so that whoever places a stop need not wait for nodes that are gone. */
final class SilentNodes {
    /** Since when a lease has not been renewed, by this node's own clock. */
    private record Silence(long renewals, long since) {}

    private final StopStore store;
    private final Duration lease;
    private final LongSupplier nanos;
    private final Map<String, Silence> byLife = new HashMap<>();

    SilentNodes(StopStore store, Duration lease, LongSupplier nanos) {
        this.store = store;
        this.lease = lease;
        this.nanos = nanos;
    }

    /** @param own the lease that is not looked at, because it is this node's */
    void look(@Nullable String own) {
        long before = nanos.getAsLong();
        var leases = store.leases();
        // A renewal may have been seen that came while the answer was under way: its silence begins now.
        long after = nanos.getAsLong();
        forget(leases);
        for (var seen : leases) {
            var silence = byLife.get(seen.life());
            if (silence == null || silence.renewals() != seen.renewals()) {
                byLife.put(seen.life(), new Silence(seen.renewals(), after));
            } else if (!seen.life().equals(own) && before - silence.since() >= lease.toNanos()) {
                store.evict(seen.life(), seen.renewals());
            }
        }
    }

    private void forget(List<Lease> leases) {
        byLife.keySet()
                .removeIf(life -> leases.stream().noneMatch(seen -> seen.life().equals(life)));
    }
}
