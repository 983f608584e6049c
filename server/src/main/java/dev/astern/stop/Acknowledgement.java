package dev.astern.stop;

import dev.astern.model.StopOrder;
import dev.astern.storage.StopStore;
import dev.astern.storage.StopStore.Reached;
import java.time.Clock;
import java.time.Duration;

/** Finds out when a stop holds. */
final class Acknowledgement {
    private static final Duration LOOK_EVERY = Duration.ofMillis(2);

    private final StopStore store;
    private final Duration lease;
    private final Pace pace;
    private final Clock clock;

    Acknowledgement(StopStore store, Duration lease, Pace pace, Clock clock) {
        this.store = store;
        this.lease = lease;
        this.pace = pace;
        this.clock = clock;
    }

    /**
     * Returns when every node obeys an order, or can't write. Any lease that was renewed before the order was in force
     * has run out a lease's length from now; any that was renewed since is of a node that obeys.
     */
    Reached await(StopOrder order) {
        if (order.acknowledgedAt() != null) {
            return new Reached(order, store.leases(), store.inFlight(order.id()));
        }
        long since = pace.nanos();
        var reached = store.acknowledge(order, clock.instant(), false);
        while (!reached.acknowledged()) {
            boolean ranOut = pace.nanos() - since >= lease.toNanos();
            if (!ranOut) {
                pace.pause(LOOK_EVERY);
            }
            reached = store.acknowledge(order, clock.instant(), ranOut);
        }
        return reached;
    }
}
