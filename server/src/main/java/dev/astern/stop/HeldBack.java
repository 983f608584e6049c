package dev.astern.stop;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.model.Session;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether something that was cleared a while ago and held since may take effect now. Its session need not be open any more,
 * but must not have been revoked, and no stop may hold it.
 */
public final class HeldBack {
    private final Function<String, Optional<Session>> sessions;
    private final StopCheck stops;

    public HeldBack(Function<String, Optional<Session>> sessions, StopCheck stops) {
        this.sessions = sessions;
        this.stops = stops;
    }

    /** Why not; empty only where it is certain that it may. */
    public Optional<Problem> objection(String target, String sessionId) {
        var found = sessions.apply(sessionId);
        if (found.isEmpty()) {
            return Optional.of(Problem.of(Reason.NOT_FOUND, "nobody knows the session in whose name it is held"));
        }
        var session = found.get();
        return session.revokedAt() == null
                ? stops.objection(session, target)
                : Optional.of(Problem.of(Reason.SESSION_REVOKED, "session " + session.id() + " was revoked"));
    }
}
