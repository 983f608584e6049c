package dev.astern.stop;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.model.Session;
import dev.astern.model.StopOrder;
import dev.astern.storage.StopStore.InFlight;
import dev.astern.storage.StopStore.InForce;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one node knows of stops, in memory, and for how long it may rely on that. Refuses when it does not know.
 */
public final class StopGate implements StopCheck {
    /** When a renewal was asked for that found this node's knowledge to be current. */
    private record Renewal(long nanos, long millis) {}

    private final LocalStop local;
    private final Stoppable running;
    private final Duration held;
    private final LongSupplier nanos;
    private final Clock clock;

    private volatile InForce known = new InForce(-1, List.of());
    private volatile @Nullable Renewal renewal;

    /** @param nanos a clock that only goes forward, as {@link System#nanoTime} */
    public StopGate(LocalStop local, Stoppable running, Duration held, LongSupplier nanos, Clock clock) {
        this.local = local;
        this.running = running;
        this.held = held;
        this.nanos = nanos;
        this.clock = clock;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The lease is taken before the orders are looked at and checked after: so it vouches for no older orders than
     * these, and still holds when they have been looked at.
     */
    @Override
    public Optional<Problem> objection(Session session, String target) {
        var lease = renewal;
        var stopped = stopped(session, target);
        if (stopped.isPresent()) {
            return stopped;
        }
        return holds(lease)
                ? Optional.empty()
                : Optional.of(Problem.of(
                        Reason.STORE_UNREACHABLE, "this node can't tell which stops are in force; writes stay closed"));
    }

    @Override
    public long notAfterNanos() {
        var lease = renewal;
        return lease == null ? nanos.getAsLong() : lease.nanos() + held.toNanos();
    }

    @Override
    public boolean current() {
        return holds(renewal);
    }

    /** The order in force that holds a session at a target, as far as this node knows. */
    Optional<StopOrder> covering(Session session, String target) {
        return known.orders().stream().filter(o -> o.covers(session, target)).findFirst();
    }

    Optional<Problem> local() {
        return local.problem();
    }

    private Optional<Problem> stopped(Session session, String target) {
        var ordered = covering(session, target).map(StopGate::problem);
        // An undo is what one does after a stop.
        return ordered.isPresent() || session.kind() == Session.Kind.UNDO ? ordered : local.problem();
    }

    private static Problem problem(StopOrder order) {
        var reason = order.reason().isEmpty() ? "" : ": " + order.reason();
        return Problem.of(Reason.STOPPED, "stop " + order.id() + " (" + order.what() + ") is in force" + reason)
                .with("stop", order.id())
                .with("scope", order.scope().code())
                .with("name", order.name())
                .with("stop_reason", order.reason());
    }

    /**
     * A clock that only goes forward may stand still while the machine is suspended; the other one may be set back. A
     * lease has run out when either says so.
     */
    private boolean holds(@Nullable Renewal lease) {
        return lease != null
                && nanos.getAsLong() - lease.nanos() < held.toNanos()
                && clock.millis() - lease.millis() < held.toMillis();
    }

    /** Taken before a renewal is asked for, because the lease counts from then on. */
    Runnable lease() {
        var asked = new Renewal(nanos.getAsLong(), clock.millis());
        return () -> renewal = asked;
    }

    void lose() {
        renewal = null;
    }

    long epoch() {
        return known.epoch();
    }

    /**
     * @param inFlight what had passed its last check, under each order that has not been confirmed
     * @param cancel interrupts what was stopped and still runs at targets; nobody has to wait for that
     */
    record Obeyed(List<InFlight> inFlight, Runnable cancel) {}

    /**
     * Obeys from now on. An action that passed its last check by the older orders was in {@link #running} before these
     * were looked at there, so it is either stopped or in the answer.
     *
     * @param confirmed the epoch whose orders have been confirmed before
     */
    Obeyed obey(InForce orders, long confirmed, String node) {
        known = orders;
        var stopped = running.stop(this::stopped);
        var inFlight = orders.orders().stream()
                .filter(order -> order.epoch() > confirmed)
                .flatMap(order -> stopped.cleared().stream()
                        .filter(c -> order.covers(c.session(), c.target()))
                        .map(c -> new InFlight(
                                order.id(), c.actionId(), c.session().id(), node)))
                .toList();
        return new Obeyed(inFlight, stopped.cancel());
    }

    /** Cancels what runs when this host was stopped by a file. */
    void obeyLocal() {
        if (local.problem().isPresent()) {
            running.stop(this::stopped).cancel().run();
        }
    }
}
