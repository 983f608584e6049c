package dev.astern.evidence;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.model.Ids;
import dev.astern.model.LegalHold;
import dev.astern.model.Operator;
import dev.astern.storage.ErasureStore;
import dev.astern.storage.SessionStore;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Legal holds: while one is in force, nothing that it covers is erased, by nobody and by no retention. */
public final class Holds {
    private static final int MAX_REASON = 2_000;

    private final ErasureStore store;
    private final SessionStore sessions;
    private final Ids ids;
    private final Clock clock;

    public Holds(ErasureStore store, SessionStore sessions, Ids ids, Clock clock) {
        this.store = store;
        this.sessions = sessions;
        this.ids = ids;
        this.clock = clock;
    }

    /** @param sessionId what is to be kept; null for everything */
    public LegalHold place(Operator by, @Nullable String sessionId, String reason) {
        if (reason.isBlank() || reason.length() > MAX_REASON) {
            throw problem(Reason.BAD_REQUEST, "a legal hold has a reason of 1 to " + MAX_REASON + " characters");
        }
        if (sessionId != null && sessions.byId(sessionId).isEmpty()) {
            throw problem(Reason.NOT_FOUND, "there is no session " + sessionId);
        }
        var scope = sessionId == null ? LegalHold.ALL : LegalHold.ofSession(sessionId);
        var hold = new LegalHold(ids.next("hold"), scope, reason, by.name(), clock.instant(), null, null);
        store.place(hold);
        return hold;
    }

    public void release(Operator by, String id) {
        if (!store.release(id, by.name(), clock.instant())) {
            throw problem(Reason.NOT_FOUND, "no hold " + id + " is in force");
        }
    }

    public List<LegalHold> inForce() {
        return store.holds();
    }

    /** @throws ProblemException {@link Reason#LEGAL_HOLD} when one of the sessions is held */
    void check(Collection<String> sessionIds) {
        for (var hold : store.holds()) {
            boolean covers = hold.scope().equals(LegalHold.ALL)
                    || sessionIds.stream().map(LegalHold::ofSession).anyMatch(hold.scope()::equals);
            if (covers) {
                throw Problem.of(Reason.LEGAL_HOLD, "hold " + hold.id() + " of " + hold.placedBy() + " is in force")
                        .with("hold", hold.id())
                        .with("scope", hold.scope())
                        .toException();
            }
        }
    }

    /** Which of some things are held, by the sessions that each belongs to. */
    Set<String> held(Map<String, Set<String>> sessionsOf, Collection<String> ids) {
        var scopes = store.holds().stream().map(LegalHold::scope).collect(Collectors.toSet());
        return ids.stream()
                .filter(id -> scopes.contains(LegalHold.ALL)
                        || sessionsOf.getOrDefault(id, Set.of()).stream()
                                .map(LegalHold::ofSession)
                                .anyMatch(scopes::contains))
                .collect(Collectors.toSet());
    }

    private static ProblemException problem(Reason reason, String detail) {
        return Problem.of(reason, detail).toException();
    }
}
