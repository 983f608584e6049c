package dev.astern.approval;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.gateway.ActionAnswer;
import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Gateway;
import dev.astern.gateway.Promotes;
import dev.astern.gateway.Staging;
import dev.astern.model.Action;
import dev.astern.model.Ids;
import dev.astern.model.Operator;
import dev.astern.model.Session;
import dev.astern.model.Target;
import dev.astern.session.Sessions;
import dev.astern.target.Targets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Proposes again, where it counts, what was applied at a staging target: the same call, in the name of the same agent
 * version, in a session of its own that the one who promotes answers for.
 */
public final class Promotions {
    /** The target's option that names its staging. */
    private static final String STAGING = "staging";

    /** How long it may wait for people, and then run. */
    private static final Duration LIFETIME = Duration.ofDays(7);

    private final Gateway gateway;
    private final Staging staging;
    private final Sessions sessions;
    private final Targets targets;
    private final Ids ids;
    private final Clock clock;

    public Promotions(Gateway gateway, Staging staging, Sessions sessions, Targets targets, Ids ids, Clock clock) {
        this.gateway = gateway;
        this.staging = staging;
        this.sessions = sessions;
        this.targets = targets;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Asks people whether what an action did at a staging target is done at another one.
     *
     * @param to the target, whose settings name the action's as its staging
     * @param reason the operator's words
     * @return that it is held, or why it would not work
     * @throws ProblemException where there is nothing to promote: {@link Reason#NOT_FOUND},
     *     {@link Reason#CONFLICTING_STATE}, {@link Reason#ERASED}
     */
    public ActionAnswer promote(Operator by, String actionId, String to, String reason) {
        var action = staging.applied(actionId);
        var target = targets.byName(to);
        check(action, target);
        var tried = sessions.byId(action.sessionId());
        var arguments = staging.arguments(action);
        var outcome = action.outcome();
        var promotes = new Promotes(action.id(), action.target(), outcome == null ? "" : outcome.digest());
        var session = sessions.startFor(session(by, tried, target), by.name());
        return gateway.promote(
                session, ActionRequest.promoting(promotes, target.name(), action.tool(), arguments, reason));
    }

    private void check(Action action, Target target) {
        if (!action.target().equals(target.options().get(STAGING))) {
            throw problem("the setting staging of target " + target.name() + " does not name " + action.target());
        }
        var kind = targets.byName(action.target()).kind();
        if (!kind.equals(target.kind())) {
            throw problem("target " + action.target() + " is of the kind " + kind + ", not " + target.kind());
        }
        if (sessions.byId(action.sessionId()).kind() != Session.Kind.AGENT) {
            throw problem("action " + action.id() + " is an undo; undo at " + target.name() + " instead");
        }
    }

    private Session session(Operator by, Session tried, Target target) {
        var now = clock.instant();
        return new Session(
                ids.next("ses"),
                Session.Kind.AGENT,
                tried.agent(),
                target.options().getOrDefault("environment", "production"),
                List.of(target.name()),
                by.id(),
                now,
                now.plus(LIFETIME),
                null,
                null,
                tried.workflow());
    }

    private static ProblemException problem(String detail) {
        return Problem.of(Reason.CONFLICTING_STATE, detail).toException();
    }
}
