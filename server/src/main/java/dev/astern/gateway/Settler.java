package dev.astern.gateway;

import dev.astern.connector.Observed;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reads;
import dev.astern.connector.Reason;
import dev.astern.connector.Settlement;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.ObservedCall;
import dev.astern.model.Session;
import dev.astern.storage.ActionStore;
import dev.astern.storage.SessionStore;
import dev.astern.target.Targets;
import java.util.List;

/** Finds out what became of actions whose end nobody saw, by asking their targets behind the fence. */
public final class Settler {
    private static final Ending NEVER = Ending.without(
            ActionState.FAILED,
            Problem.of(Reason.TARGET_UNREACHABLE, "it was interrupted before it took effect, and now never will"));

    private final GatewayParts parts;
    private final ActionStore actions;
    private final SessionStore sessions;
    private final Targets targets;
    private final Failures failures;

    public Settler(GatewayParts parts, ActionStore actions, SessionStore sessions, Targets targets) {
        this.parts = parts;
        this.actions = actions;
        this.sessions = sessions;
        this.targets = targets;
        this.failures = new Failures(parts.sessions());
    }

    /**
     * Settles what can be settled now: this node's own, and those of dead nodes.
     *
     * @return how many are known now
     */
    public int settle() {
        var settings = parts.settings();
        var now = parts.clock().instant();
        actions.heartbeat(settings.node(), now);
        int settled = 0;
        for (var action : actions.inDoubt(settings.node(), now.minus(settings.deadAfter()))) {
            if (settleLeft(action.id())) {
                settled++;
            }
        }
        return settled;
    }

    /** Unless somebody here has it in hand, or had since the list was read and brought it to its end or has it wait. */
    private boolean settleLeft(String id) {
        var taken = parts.running().takeIfFree(id);
        if (taken.isEmpty()) {
            return false;
        }
        try (var _ = taken.get()) {
            return actions.byId(id)
                    .filter(action -> action.state().inDoubt())
                    .map(this::settle)
                    .orElse(false);
        }
    }

    private boolean settle(Action action) {
        try {
            var call = parts.observed().byAction(action.id());
            if (call.isPresent()) {
                return unreported(action, call.get());
            }
            var connector = targets.connector(action.target());
            if (connector.reportedWithin().isPresent()) {
                var letGo = parts.observed().fence(action.id());
                return letGo.isPresent() ? unreported(action, letGo.get()) : record(action, NEVER);
            }
            return switch (connector.settle(action.id())) {
                case Settlement.Applied applied -> record(action, applied(applied.observed()));
                case Settlement.NeverApplied never -> record(action, NEVER);
                case Settlement.Unknown(var problem) -> untold(action, problem);
            };
        } catch (RuntimeException e) {
            // One target that can't be asked must not keep the others in doubt; the next round tries again.
            parts.log().failed(action.id(), e);
            return false;
        }
    }

    /** Nobody but whoever does it elsewhere can tell, and there is no guessing. */
    private boolean unreported(Action action, ObservedCall call) {
        boolean over = !parts.clock().instant().isBefore(call.reportBy());
        var ended = parts.sessions().ended(action.sessionId());
        if (action.state() == ActionState.UNCONFIRMED || (!over && ended.isEmpty())) {
            return false;
        }
        var why = over ? "its end was not reported in time" : "its session ended before its end was reported";
        return unconfirmed(action, Problem.of(Reason.UNCONFIRMED, why));
    }

    /**
     * A target that can't be asked now is asked again. Of one that can never tell nobody waits to hear more, so that the
     * action must not look as if it ran; where it can tell one day after all, that is kept as well.
     */
    private boolean untold(Action action, Problem problem) {
        return action.state() != ActionState.UNCONFIRMED
                && problem.reason() == Reason.UNCONFIRMED
                && unconfirmed(action, problem);
    }

    private boolean unconfirmed(Action action, Problem problem) {
        var session = session(action);
        var ending = Ending.without(ActionState.UNCONFIRMED, problem);
        var answer = ActionAnswer.of(action, ending);
        parts.outcomes().record(subject(session, action), answer, ending, true);
        if (parts.sessions().ended(action.sessionId()).isEmpty()) {
            failures.after(session, answer);
        }
        return true;
    }

    private static Ending applied(Observed observed) {
        return Ending.of(ActionState.APPLIED, observed, Reads.none(), Output.empty(), null);
    }

    private boolean record(Action action, Ending ending) {
        var session = session(action);
        var answer = ActionAnswer.of(action, ending);
        if (ending.state() == ActionState.APPLIED) {
            parts.quotas().settled(session, action.id(), action.target(), ending.observed());
        } else {
            parts.quotas().release(action.id());
        }
        parts.outcomes().record(subject(session, action), answer, ending, true);
        return true;
    }

    private static Receipts.Subject subject(Session session, Action action) {
        return new Receipts.Subject(session, action, null, "", List.of(), List.of());
    }

    private Session session(Action action) {
        return sessions.byId(action.sessionId())
                .orElseThrow(() -> new IllegalStateException("action " + action.id() + " has no session: bug"));
    }
}
