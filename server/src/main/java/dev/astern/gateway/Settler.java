package dev.astern.gateway;

import dev.astern.connector.Observed;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reads;
import dev.astern.connector.Reason;
import dev.astern.connector.Settlement;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.Session;
import dev.astern.storage.ActionStore;
import dev.astern.storage.SessionStore;
import dev.astern.target.Targets;
import java.util.List;

/** Finds out what became of actions whose end nobody saw, by asking their targets behind the fence. */
public final class Settler {
    private final GatewayParts parts;
    private final ActionStore actions;
    private final SessionStore sessions;
    private final Targets targets;

    public Settler(GatewayParts parts, ActionStore actions, SessionStore sessions, Targets targets) {
        this.parts = parts;
        this.actions = actions;
        this.sessions = sessions;
        this.targets = targets;
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
            if (!parts.running().runs(action.id()) && stillOpen(action) && settle(action)) {
                settled++;
            }
        }
        return settled;
    }

    /** It may have come to its end by itself since the list was read. */
    private boolean stillOpen(Action action) {
        return actions.byId(action.id()).map(a -> !a.state().settled()).orElse(false);
    }

    private boolean settle(Action action) {
        try {
            return switch (targets.connector(action.target()).settle(action.id())) {
                case Settlement.Applied applied -> record(action, applied(applied.observed()));
                case Settlement.NeverApplied never ->
                    record(
                            action,
                            Ending.without(
                                    ActionState.FAILED,
                                    Problem.of(
                                            Reason.TARGET_UNREACHABLE,
                                            "it was interrupted before it took effect, and now never will")));
                case Settlement.Unknown unknown -> false;
            };
        } catch (RuntimeException e) {
            // One target that can't be asked must not keep the others in doubt; the next round tries again.
            parts.log().failed(action.id(), e);
            return false;
        }
    }

    private static Ending applied(Observed observed) {
        return Ending.of(ActionState.APPLIED, observed, Reads.none(), Output.empty(), null);
    }

    private boolean record(Action action, Ending ending) {
        var session = session(action);
        var subject = new Receipts.Subject(session, action, null, "", List.of(), List.of());
        var answer = new ActionAnswer(
                action.id(),
                ending.state(),
                action.tier().atLeast(ending.observed().tier()),
                action.reversibility().atLeast(ending.observed().reversibility()),
                ending.observed().counts(),
                ending.observed().digest(),
                ending.observed().notes(),
                ending.output(),
                ending.problem(),
                false);
        parts.outcomes().record(subject, answer, ending, true);
        return true;
    }

    private Session session(Action action) {
        return sessions.byId(action.sessionId())
                .orElseThrow(() -> new IllegalStateException("action " + action.id() + " has no session: bug"));
    }
}
