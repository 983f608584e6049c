package dev.astern.approval;

import dev.astern.connector.Problem;
import dev.astern.gateway.Gateway;
import dev.astern.model.ActionState;
import dev.astern.model.Approval;
import dev.astern.model.Session;
import dev.astern.storage.ActionStore;
import dev.astern.storage.SessionStore;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Ends actions that will not run. */
public final class Endings {
    private final Supplier<Gateway> gateway;
    private final ActionStore actions;
    private final SessionStore sessions;
    private final Function<String, Optional<Problem>> ended;

    /**
     * @param gateway which itself asks for approvals, and so comes later
     * @param ended why a session may not act any more, or empty
     */
    public Endings(
            Supplier<Gateway> gateway,
            ActionStore actions,
            SessionStore sessions,
            Function<String, Optional<Problem>> ended) {
        this.gateway = gateway;
        this.actions = actions;
        this.sessions = sessions;
        this.ended = ended;
    }

    /** Refuses the held action of a request, unless it has come to an end already. */
    void end(Approval approval, Problem problem) {
        end(approval.actionId(), problem);
    }

    void end(String actionId, Problem problem) {
        actions.byId(actionId)
                .filter(action -> action.state() == ActionState.HELD)
                .ifPresent(action -> gateway.get().refuseHeld(session(action.sessionId()), action, problem));
    }

    /** Why the session of a request may not act any more, or empty. */
    Optional<Problem> sessionEnded(Approval approval) {
        return ended.apply(approval.sessionId());
    }

    boolean settled(Approval approval) {
        return actions.byId(approval.actionId())
                .map(action -> action.state().settled())
                .orElse(true);
    }

    String startedBy(Approval approval) {
        return session(approval.sessionId()).startedBy();
    }

    Session session(String id) {
        return sessions.byId(id)
                .orElseThrow(() -> new IllegalStateException("an action has no session " + id + ": bug"));
    }
}
