package dev.astern.storage;

import dev.astern.model.ActionState;
import dev.astern.model.Session;
import dev.astern.model.StopOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Stops, and the leases of the nodes that have to obey them. Every change of what is in force raises the epoch; such
 * changes come one after the other. Each of these calls is one step at the store: a node that is held up in the midst of
 * one holds up nobody else.
 */
public interface StopStore {
    /** @param fresh false when the same was in force before, which then is {@code order} */
    record Placed(StopOrder order, boolean fresh) {}

    /** Consistent with each other. */
    record InForce(long epoch, List<StopOrder> orders) {
        public InForce {
            orders = List.copyOf(orders);
        }
    }

    /**
     * What is known of a node's right to write.
     *
     * @param life of this very process; the node's next one has another
     * @param renewals how often it was renewed; while that stays the same, it runs out
     * @param epoch the latest that the node obeys
     */
    record Lease(String life, String node, long renewals, long epoch, Instant seenAt) {}

    /** An action whose effect can't be stopped any more and is not known to have ended. */
    record InFlight(String stopId, String actionId, String sessionId, String node) {}

    /** @param state how far it has come by now; null when it was never heard of */
    record Listed(InFlight what, @Nullable ActionState state) {}

    /**
     * How far a stop has come.
     *
     * @param order as it is then, acknowledged or not
     * @param leases of the nodes that were there
     * @param inFlight what is listed under it
     */
    record Reached(StopOrder order, List<Lease> leases, List<Listed> inFlight) {
        public Reached {
            leases = List.copyOf(leases);
            inFlight = List.copyOf(inFlight);
        }

        public boolean acknowledged() {
            return order.acknowledgedAt() != null;
        }
    }

    /** Puts a stop in force, with the next epoch, unless its scope and name have one. */
    Placed place(StopOrder order);

    /** Ends a stop; empty when it is not in force. */
    Optional<StopOrder> release(String id, StopOrder.Release release);

    InForce inForce();

    Optional<StopOrder> byId(String id);

    /** Latest first. */
    List<StopOrder> latest(int limit);

    /** All that were in force at some time since a moment. */
    List<StopOrder> since(Instant from);

    /** Those that are not in the journal yet. */
    List<StopOrder> unrecorded();

    void recorded(String id);

    /**
     * Begins a lease that has confirmed nothing yet.
     *
     * @param life had no lease before
     */
    void join(String life, String node);

    /**
     * Renews a lease and says up to which epoch its node obeys.
     *
     * @return the current epoch, as of after the call; empty when the lease was evicted
     */
    OptionalLong renew(String life, long epoch);

    /**
     * Renews a lease, says up to which epoch its node obeys, and what it could not stop; all or nothing.
     *
     * @return false when the lease was evicted
     */
    boolean confirm(String life, long epoch, List<InFlight> inFlight);

    /** Ends a lease whose node has stopped writing. */
    void leave(String life);

    List<Lease> leases();

    /** Ends a lease that has run out; does nothing when it was renewed since it was looked at. */
    void evict(String life, long renewals);

    List<Listed> inFlight(String stopId);

    /**
     * Says that a stop holds, unless a node is left that has not confirmed its epoch, and lists under it what is in doubt
     * and what nodes have begun that never confirmed, as far as it holds them. All of it sees one state.
     *
     * @param anyway also while such nodes are left, because their leases have run out
     */
    Reached acknowledge(StopOrder order, Instant at, boolean anyway);

    /** Sessions that a stop holds and that had not ended when it was placed; the latest first. */
    List<Session> sessions(StopOrder order, int limit);

    /**
     * Waits until what is in force has changed, or for as long as that; may return early.
     *
     * @return whether it has most likely changed
     */
    boolean awaitChange(Duration atMost);
}
