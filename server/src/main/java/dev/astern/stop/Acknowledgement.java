package dev.astern.stop;

import dev.astern.model.StopOrder;
import dev.astern.storage.StopStore;
import dev.astern.storage.StopStore.Lease;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Finds out when a stop holds. */
final class Acknowledgement {
    private static final Duration LOOK_EVERY = Duration.ofMillis(2);

    private final StopStore store;
    private final Duration lease;
    private final Pace pace;
    private final Clock clock;

    /**
     * @param order as it is then
     * @param leases of the nodes that were there last
     */
    record Reached(StopOrder order, List<Lease> leases) {}

    Acknowledgement(StopStore store, Duration lease, Pace pace, Clock clock) {
        this.store = store;
        this.lease = lease;
        this.pace = pace;
        this.clock = clock;
    }

    /**
     * Returns when every node obeys an order, or can't write. Any lease that was renewed before the order was in force
     * has run out a lease's length from now; any that was renewed since is of a node that obeys.
     *
     */
    Reached await(StopOrder order) {
        if (order.acknowledgedAt() != null) {
            return new Reached(order, store.leases());
        }
        long since = pace.nanos();
        var leases = store.leases();
        while (silent(leases, order) && pace.nanos() - since < lease.toNanos()) {
            pace.pause(LOOK_EVERY);
            leases = store.leases();
        }
        return new Reached(store.acknowledge(order, clock.instant()), leases);
    }

    private static boolean silent(List<Lease> leases, StopOrder order) {
        return leases.stream().anyMatch(lease -> lease.epoch() < order.epoch());
    }
}
