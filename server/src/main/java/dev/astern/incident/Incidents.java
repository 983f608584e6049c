package dev.astern.incident;

import dev.astern.approval.Glass;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.evidence.Recorder;
import dev.astern.model.Approval;
import dev.astern.model.Ids;
import dev.astern.model.Incident;
import dev.astern.model.Incident.Cause;
import dev.astern.model.Operator;
import dev.astern.model.Page;
import dev.astern.model.Session;
import dev.astern.storage.IncidentStore;
import dev.astern.storage.StoreException;
import dev.astern.storage.Stores;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Opens incidents, keeps what is said of them, and closes them. */
public final class Incidents implements Glass {
    /** An entry of the journal has room for so many names. */
    public static final int MAX_SESSIONS = 500;

    private static final int MAX_TEXT = 10_000;
    private static final int MAX_NAME = 200;

    private final IncidentStore store;
    private final Stores stores;
    private final IncidentReceipts receipts;
    private final Ids ids;
    private final Clock clock;

    /**
     * A line of an incident's timeline.
     *
     * @param step {@code opened}, {@code extended}, {@code assigned}, {@code noted} or {@code closed}
     * @param by a person's name
     */
    public record Said(Instant at, String step, String by, String text) {}

    public Incidents(Stores stores, Recorder recorder, Ids ids, Clock clock) {
        this.store = stores.incidents();
        this.stores = stores;
        this.receipts = new IncidentReceipts(recorder, stores.journal(), clock);
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Opens one for what a person saw.
     *
     * @param sessions that it is about; may be none
     * @throws ProblemException {@link Reason#NOT_FOUND} for a session that is none
     */
    public Incident open(Operator by, List<String> sessions, String what) {
        check(what, MAX_TEXT, "what happened is said");
        checkSessions(sessions);
        return recorded(
                store.open(fresh(Cause.PERSON, null, sessions, what, by)).id());
    }

    /** Opens the one of a stop, about the sessions that it holds; or finds it. */
    public Incident ofStop(Operator by, String stopId, String what) {
        var order =
                stores.stops().byId(stopId).orElseThrow(() -> problem(Reason.NOT_FOUND, "there is no stop " + stopId));
        var sessions = stores.stops().sessions(order, MAX_SESSIONS).stream()
                .map(Session::id)
                .toList();
        var said = what.isBlank() ? "stop of " + order.what() + ": " + order.reason() : what;
        check(said, MAX_TEXT, "what happened is said");
        return recorded(
                store.open(fresh(Cause.STOP, stopId, sessions, said, by)).id());
    }

    @Override
    public String broken(Approval approval, Operator by) {
        var reason = approval.votes().getLast().reason();
        var what = "the glass was broken for " + approval.id() + " of " + approval.agent() + " at " + approval.target()
                + ": " + reason;
        return store.open(fresh(Cause.BREAK_GLASS, approval.id(), List.of(approval.sessionId()), what, by))
                .id();
    }

    @Override
    public void counted(String incident) {
        try {
            var _ = recorded(incident);
        } catch (ProblemException | StoreException e) {
            // The vote counts all the same; its journal's entry is written when the house is kept.
            return;
        }
    }

    private Incident fresh(Cause cause, @Nullable String of, List<String> sessions, String what, Operator by) {
        var id = ids.next("inc");
        return new Incident(id, cause, of, sessions, what, by.id(), by.name(), clock.instant(), by.name(), null);
    }

    /** Changes nothing but that its opening is in the journal. */
    private Incident recorded(String id) {
        return change(id, UnaryOperator.identity());
    }

    /** Adds sessions to those that it is about. */
    public Incident extend(Operator by, String id, List<String> sessions, String why) {
        check(why, MAX_TEXT, "why they belong to it is said");
        checkSessions(sessions);
        return changeOpen(id, incident -> {
            var all = new ArrayList<>(incident.sessions());
            all.addAll(sessions);
            var about = incident.about(all);
            checkCount(about.sessions());
            receipts.extended(
                    incident, by, sessions.stream().sorted().distinct().toList(), why);
            return about;
        });
    }

    /** @param owner anybody's name, also of somebody who is no operator here */
    public Incident assign(Operator by, String id, String owner) {
        check(owner, MAX_NAME, "an owner is named");
        return changeOpen(id, incident -> {
            receipts.said(incident, by, IncidentReceipts.ASSIGNED, owner);
            return incident.ownedBy(owner);
        });
    }

    public Incident note(Operator by, String id, String text) {
        check(text, MAX_TEXT, "a note has a text");
        return changeOpen(id, incident -> {
            receipts.said(incident, by, IncidentReceipts.NOTED, text);
            return incident;
        });
    }

    /** @param resolution what was found and done, so that it does not happen again */
    public Incident close(Operator by, String id, String resolution) {
        check(resolution, MAX_TEXT, "what was found and done is said");
        return changeOpen(id, incident -> {
            receipts.closing(incident, by, resolution);
            return incident.closed(new Incident.Closing(by.name(), clock.instant(), resolution));
        });
    }

    public Incident byId(String id) {
        return store.byId(id).orElseThrow(() -> none(id));
    }

    /** @param open null for all */
    public Page<Incident> page(@Nullable Boolean open, @Nullable String from, int limit) {
        return store.page(open, from, limit);
    }

    /** All that was said of it, in order, from the journal. */
    public List<Said> timeline(String id) {
        return receipts.timeline(byId(id).id());
    }

    /** The chains of the journal that tell of it: its own, and those of the sessions that it is about. */
    public List<String> chains(String id) {
        var incident = byId(id);
        var chains = new ArrayList<>(incident.sessions());
        chains.add(incident.id());
        return chains;
    }

    /** Puts openings into the journal whose node died in between. */
    public void keepHouse() {
        store.unrecorded().forEach(this::recorded);
    }

    private Incident changeOpen(String id, UnaryOperator<Incident> change) {
        return change(id, incident -> {
            if (!incident.open()) {
                throw closed(id);
            }
            try {
                return change.apply(incident);
            } catch (ProblemException e) {
                throw e.problem().reason() == Reason.SESSION_CLOSED ? closed(id) : e;
            }
        });
    }

    private static ProblemException closed(String id) {
        return problem(Reason.CONFLICTING_STATE, "incident " + id + " is closed; open another one");
    }

    /** Whatever is changed, the journal says first that it was opened. */
    private Incident change(String id, UnaryOperator<Incident> change) {
        return store.update(id, incident -> {
                    receipts.opening(incident);
                    return change.apply(incident);
                })
                .orElseThrow(() -> none(id));
    }

    private void checkSessions(List<String> sessions) {
        checkCount(sessions);
        for (var id : sessions) {
            if (stores.sessions().byId(id).isEmpty()) {
                throw problem(Reason.NOT_FOUND, "there is no session " + id);
            }
        }
    }

    private static void checkCount(List<String> sessions) {
        if (sessions.size() > MAX_SESSIONS) {
            throw problem(Reason.BAD_REQUEST, "an incident is about at most " + MAX_SESSIONS + " sessions");
        }
    }

    private static void check(String text, int most, String what) {
        if (text.isBlank() || text.length() > most) {
            throw problem(Reason.BAD_REQUEST, what + " in 1 to " + most + " characters");
        }
    }

    private static ProblemException none(String id) {
        return problem(Reason.NOT_FOUND, "there is no incident " + id);
    }

    private static ProblemException problem(Reason reason, String detail) {
        return Problem.of(reason, detail).toException();
    }
}
