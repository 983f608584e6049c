package dev.astern.stop;

import dev.astern.config.StopSettings;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.model.Ids;
import dev.astern.model.Operator;
import dev.astern.model.Session;
import dev.astern.model.StopOrder;
import dev.astern.model.StopScope;
import dev.astern.storage.SessionStore;
import dev.astern.storage.StopStore;
import dev.astern.storage.TargetStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Places stops and waits until they hold, releases them, and tells what came of them. */
public final class Stops {
    private static final int MAX_TEXT = 300;
    private static final int MAX_SESSIONS = 1_000;
    private static final Duration RECORDED_AFTER = Duration.ofSeconds(30);

    private final StopStore store;
    private final SessionStore sessions;
    private final TargetStore targets;
    private final StopRecords records;
    private final StopGate gate;
    private final Runnable look;
    private final Acknowledgement acknowledgement;
    private final Ids ids;
    private final Clock clock;

    /** @param look has this node look at once which stops are in force */
    public Stops(
            StopStore store,
            SessionStore sessions,
            TargetStore targets,
            StopRecords records,
            StopGate gate,
            Runnable look,
            Pace pace,
            StopSettings settings,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.sessions = sessions;
        this.targets = targets;
        this.records = records;
        this.gate = gate;
        this.look = look;
        this.acknowledgement = new Acknowledgement(store, settings.lease(), pace, clock);
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Places a stop, or finds the one that is in force for the same, and waits until it holds: until every node that may
     * write obeys it or has lost its lease. From then on no effect starts that it holds; what had started is listed.
     *
     * @param reason may be empty; agents are told
     * @throws ProblemException {@link Reason#NOT_FOUND} for a session or target that is none;
     *     {@link Reason#STORE_UNREACHABLE} when it is not known whether it is in force: place it again
     */
    public StopStatus place(StopOrder.By by, StopScope scope, String name, String reason) {
        check(scope, name, reason);
        var order = new StopOrder(ids.next("stp"), scope, name, reason, by, clock.instant(), 0, null, null);
        var placed = store.place(order);
        var reached = acknowledgement.await(placed.order());
        if (placed.fresh()) {
            records.placed(reached.order());
        }
        return status(reached);
    }

    /** Ends a stop; on this node it holds nothing any more when this returns, on others a moment later. */
    public StopOrder release(Operator by, String id, String reason) {
        if (reason.isBlank() || reason.length() > MAX_TEXT) {
            throw problem(Reason.BAD_REQUEST, "a release needs a reason of 1 to " + MAX_TEXT + " characters");
        }
        var order = byId(id);
        var release = new StopOrder.Release(StopOrder.By.operator(by), clock.instant(), reason);
        var released = store.release(id, release)
                .orElseThrow(() -> problem(Reason.CONFLICTING_STATE, "stop " + order.id() + " was released before"));
        look.run();
        return released;
    }

    /** Latest first. */
    public List<StopOrder> latest(int limit) {
        return store.latest(limit);
    }

    /** All that are in force now. */
    public List<StopOrder> inForce() {
        return store.inForce().orders();
    }

    public StopOrder byId(String id) {
        return store.byId(id).orElseThrow(() -> problem(Reason.NOT_FOUND, "there is no stop " + id));
    }

    /** What came of a stop by now; what is in flight settles by itself. */
    public StopStatus status(String id) {
        var order = byId(id);
        return status(new StopStore.Reached(order, store.leases(), store.inFlight(id)));
    }

    private StopStatus status(StopStore.Reached reached) {
        var order = reached.order();
        var nodes = reached.leases().stream()
                .map(lease -> new StopStatus.Node(lease.node(), lease.epoch() >= order.epoch()))
                .toList();
        var held = store.sessions(order, MAX_SESSIONS + 1);
        var bySession = reached.inFlight().stream()
                .collect(Collectors.groupingBy(
                        listed -> listed.what().sessionId(),
                        Collectors.mapping(
                                listed -> new StopStatus.InFlight(
                                        listed.what().actionId(), listed.what().node(), listed.state()),
                                Collectors.toList())));
        return new StopStatus(
                order,
                nodes,
                held.stream()
                        .limit(MAX_SESSIONS)
                        .map(session -> held(order, session, bySession.getOrDefault(session.id(), List.of())))
                        .toList(),
                held.size() > MAX_SESSIONS);
    }

    private static StopStatus.Held held(StopOrder order, Session session, List<StopStatus.InFlight> inFlight) {
        var confirmed = order.acknowledgedAt() != null && inFlight.stream().allMatch(StopStatus.InFlight::settled);
        return new StopStatus.Held(session, confirmed, inFlight);
    }

    /** The order in force that holds a session at a target, as far as this node knows; files on hosts apart. */
    public Optional<StopOrder> covering(Session session, String target) {
        return gate.covering(session, target);
    }

    /** Why this node is stopped by a file on its host, or by the lack of the folder for it. */
    public Optional<Problem> stoppedHere() {
        return gate.local();
    }

    /**
     * For how long a session has been held at a target since a moment. A clock that runs against people, as an approval's
     * does, runs that much longer.
     */
    public Duration stoppedTime(Session session, String target, Instant since) {
        return StoppedTime.of(store.since(since), session, target, since, clock.instant());
    }

    /** Whether anything was stopped at all since a moment. */
    public boolean anySince(Instant since) {
        return !store.since(since).isEmpty();
    }

    /** Finishes what a node began that died: acknowledgements, entries in the journal. */
    public void keepHouse() {
        inForce().stream().filter(order -> order.acknowledgedAt() == null).forEach(acknowledgement::await);
        // A moment later: the node that placed it is most likely about to.
        var due = clock.instant().minus(RECORDED_AFTER);
        store.unrecorded().stream()
                .filter(order -> order.placedAt().isBefore(due))
                .forEach(records::placed);
    }

    private void check(StopScope scope, String name, String reason) {
        if (reason.length() > MAX_TEXT || name.length() > MAX_TEXT || !name.equals(name.strip())) {
            throw problem(
                    Reason.BAD_REQUEST,
                    "a stop's name and reason have up to " + MAX_TEXT
                            + " characters, and the name no blanks around it");
        }
        switch (scope) {
            case ALL -> require(name.isEmpty(), Reason.BAD_REQUEST, "a stop of all has no name");
            case SESSION -> require(sessions.byId(name).isPresent(), Reason.NOT_FOUND, "there is no session " + name);
            case TARGET -> require(targets.byName(name).isPresent(), Reason.NOT_FOUND, "there is no target " + name);
            case ENVIRONMENT, WORKFLOW, AGENT ->
                require(!name.isEmpty(), Reason.BAD_REQUEST, "say which " + scope.code());
            case AGENT_VERSION ->
                require(name.indexOf('@') > 0, Reason.BAD_REQUEST, "an agent version is named AGENT@VERSION");
        }
    }

    private static void require(boolean holds, Reason reason, String otherwise) {
        if (!holds) {
            throw problem(reason, otherwise);
        }
    }

    private static ProblemException problem(Reason reason, String detail) {
        return Problem.of(reason, detail).toException();
    }
}
