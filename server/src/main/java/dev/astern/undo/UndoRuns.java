package dev.astern.undo;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.connector.SessionRef;
import dev.astern.connector.Settlement;
import dev.astern.connector.Tier;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.gateway.GatewayParts;
import dev.astern.gateway.Receipts;
import dev.astern.journal.Hashes;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.Agent;
import dev.astern.model.Ids;
import dev.astern.model.ReceiptDraft;
import dev.astern.model.ReceiptType;
import dev.astern.model.Session;
import dev.astern.model.Undo;
import dev.astern.model.UndoSelection;
import dev.astern.storage.ActionStore;
import dev.astern.storage.SessionStore;
import dev.astern.storage.UndoStore;
import dev.astern.target.Targets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs the steps of undos, one after the other. A step that a dead node left behind is settled at its target before
 * anything is repeated.
 */
final class UndoRuns {
    /** Only a backstop for the credentials at the target; an undo ends its session itself. */
    private static final Duration LIFETIME = Duration.ofHours(12);

    private final GatewayParts parts;
    private final UndoStore store;
    private final ActionStore actions;
    private final SessionStore sessions;
    private final Targets targets;
    private final Ids ids;
    private final Set<String> here = ConcurrentHashMap.newKeySet();

    UndoRuns(
            GatewayParts parts, UndoStore store, ActionStore actions, SessionStore sessions, Targets targets, Ids ids) {
        this.parts = parts;
        this.store = store;
        this.actions = actions;
        this.sessions = sessions;
        this.targets = targets;
        this.ids = ids;
    }

    /** From now on this node runs it, and {@link #resume} leaves it alone. */
    boolean claim(Undo undo) {
        return here.add(undo.id());
    }

    void release(Undo undo) {
        here.remove(undo.id());
    }

    void resume() {
        var settings = parts.settings();
        var deadSince = parts.clock().instant().minus(settings.deadAfter());
        for (var undo : store.unfinished(settings.node(), deadSince)) {
            if (claim(undo)) {
                continued(undo.id());
            }
        }
    }

    /** What was listed may have been run to its end here before it could be claimed, so it is looked at again. */
    private void continued(String id) {
        try {
            store.byId(id).filter(undo -> undo.finishedAt() == null).ifPresent(undo -> run(undo, undo.operator()));
        } finally {
            here.remove(id);
        }
    }

    void run(Undo undo, String operatorName) {
        try {
            var session = session(undo, operatorName);
            boolean open = false;
            for (var step : undo.steps()) {
                var next = advance(undo, session, step);
                open |= !ended(next) && !repeatedInVain(step, next);
            }
            if (!open) {
                store.finish(undo.id(), parts.clock().instant());
                parts.sessions().close(session, "finished");
            }
        } catch (RuntimeException e) {
            // The run stays unfinished in the store, and is continued by the next resume.
            parts.log().failed(undo.id(), e);
        } finally {
            here.remove(undo.id());
        }
    }

    private Undo.Step advance(Undo undo, Session session, Undo.Step step) {
        var next = switch (step.state()) {
            case APPLIED, NOT_APPLIED -> step;
            case PENDING -> perform(undo, session, step);
            case RUNNING, UNCONFIRMED -> found(undo, session, step);
        };
        if (!next.equals(step)) {
            store.step(undo.id(), next);
        }
        return next;
    }

    private Undo.Step perform(Undo undo, Session session, Undo.Step step) {
        var running = with(step, Undo.State.RUNNING, null, null);
        store.step(undo.id(), running);
        var connector = targets.connector(step.target());
        try {
            return new StepRun(parts, subject(undo, session, step), connector, request(undo, step), running).run();
        } catch (ProblemException e) {
            return outcomeUnknown(e)
                    ? with(step, Undo.State.UNCONFIRMED, null, e.problem())
                    : with(step, Undo.State.NOT_APPLIED, null, e.problem());
        } finally {
            connector.revoke(new SessionRef(session.id(), session.expiresAt()));
        }
    }

    /** Nobody saw how the step ended; its action tells, once it is settled. */
    private Undo.Step found(Undo undo, Session session, Undo.Step step) {
        var action = actions.byId(step.actionId());
        if (action.isEmpty()) {
            // Not even its intent is durable, so it can't have taken effect; the fence keeps it so for a late one.
            targets.connector(step.target()).settle(step.actionId());
            return perform(undo, session, again(step));
        }
        return switch (action.get().state()) {
            case RUNNING, UNCONFIRMED -> inDoubt(undo, session, step);
            case APPLIED -> with(step, Undo.State.APPLIED, asSeenNow(undo, step), null);
            case OBSERVED -> throw new IllegalStateException("an undo is not done elsewhere: bug");
            case HELD, FAILED, REFUSED, REHEARSED -> perform(undo, session, again(step));
        };
    }

    /**
     * Most targets can tell in time, and then the settler says so. One without transactions may never: there the undo looks
     * again, once, and writes only what still is as the agent left it, so that nothing is taken back twice. The action in
     * doubt is unconfirmed in the journal: the settler says so, if it did not end so.
     */
    private Undo.Step inDoubt(Undo undo, Session session, Undo.Step step) {
        return canNeverTell(step)
                ? perform(undo, session, again(step))
                : with(step, Undo.State.UNCONFIRMED, null, null);
    }

    private boolean canNeverTell(Undo.Step step) {
        return targets.connector(step.target()).settle(step.actionId()) instanceof Settlement.Unknown(var problem)
                && problem.reason() == Reason.UNCONFIRMED;
    }

    /**
     * Where the second time is in doubt as well, a person looks at it; another undo may be ordered. A target that can tell is
     * waited for, however often it was tried: what it did counts.
     */
    private boolean repeatedInVain(Undo.Step step, Undo.Step next) {
        return next.state() == Undo.State.UNCONFIRMED
                && step.state() != Undo.State.PENDING
                && !next.actionId().equals(step.actionId())
                && canNeverTell(next);
    }

    /** The report died with the node that made it, so the state is looked at again. */
    private UndoReport asSeenNow(Undo undo, Undo.Step step) {
        return targets.connector(step.target()).planUndo(request(undo, step));
    }

    private Undo.Step again(Undo.Step step) {
        return new Undo.Step(step.target(), ids.next("act"), step.actions(), Undo.State.PENDING, null, null, null);
    }

    private UndoRequest request(Undo undo, Undo.Step step) {
        var byId = actions.byIds(step.actions()).stream().collect(Collectors.toMap(Action::id, Function.identity()));
        var selected =
                step.actions().stream().map(id -> selected(id, byId.get(id))).toList();
        return new UndoRequest(
                selected,
                undo.onConflict(),
                undo.choices(),
                undo.itemLimit(),
                undo.planDigests().get(step.target()));
    }

    private UndoRequest.Selected selected(String id, @Nullable Action action) {
        if (action == null) {
            throw new IllegalStateException("action " + id + " has no outcome: bug");
        }
        return Selected.selected(action, actions);
    }

    private Receipts.Subject subject(Undo undo, Session session, Undo.Step step) {
        var command = "undo " + step.actions().stream().limit(100).collect(Collectors.joining(" "));
        var action = new Action(
                step.actionId(),
                undo.id(),
                step.target(),
                "undo",
                "undo",
                "undo of " + step.actions().size() + (step.actions().size() == 1 ? " action" : " actions"),
                Tier.WRITE,
                Reversibility.REVERSIBLE_WITH_STATE,
                false,
                null,
                Hashes.sha256(command),
                parts.settings().node(),
                parts.clock().instant(),
                ActionState.RUNNING,
                null);
        return new Receipts.Subject(session, action, command, undo.reason(), List.of(), step.actions());
    }

    private Session session(Undo undo, String operatorName) {
        return sessions.byId(undo.id()).orElseGet(() -> {
            var session = parts.sessions().startFor(fresh(undo, operatorName), operatorName);
            parts.recorder().record(ordered(undo, operatorName));
            return session;
        });
    }

    private ReceiptDraft ordered(Undo undo, String operatorName) {
        var actions =
                undo.steps().stream().flatMap(step -> step.actions().stream()).toList();
        return new ReceiptDraft(
                undo.id(),
                null,
                ReceiptType.UNDO,
                parts.clock().instant(),
                Map.of(
                        "undo", undo.id(),
                        "operator", undo.operator(),
                        "selection", undo.selection() instanceof UndoSelection.WholeSession ? "session" : "actions",
                        "actions", actions.size()),
                Map.of("operator_name", operatorName, "reason", undo.reason(), "undoes", actions));
    }

    private Session fresh(Undo undo, String operatorName) {
        var now = parts.clock().instant();
        return new Session(
                undo.id(),
                Session.Kind.UNDO,
                new Agent(operatorName, "operator"),
                "",
                undo.steps().stream().map(Undo.Step::target).toList(),
                undo.operator(),
                now,
                now.plus(LIFETIME),
                null,
                null,
                null);
    }

    private static boolean outcomeUnknown(ProblemException e) {
        return e.problem().reason() == Reason.UNCONFIRMED || e.problem().reason() == Reason.STORE_UNREACHABLE;
    }

    private static boolean ended(Undo.Step step) {
        return step.state() == Undo.State.APPLIED || step.state() == Undo.State.NOT_APPLIED;
    }

    private static Undo.Step with(
            Undo.Step step, Undo.State state, @Nullable UndoReport report, @Nullable Problem problem) {
        return new Undo.Step(
                step.target(),
                step.actionId(),
                step.actions(),
                state,
                report,
                problem == null ? null : problem.reason().code(),
                problem == null ? null : problem.detail());
    }
}
