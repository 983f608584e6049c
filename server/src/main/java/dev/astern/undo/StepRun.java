package dev.astern.undo;

import dev.astern.connector.Clearance;
import dev.astern.connector.Connector;
import dev.astern.connector.Observed;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reads;
import dev.astern.connector.Reason;
import dev.astern.connector.SessionRef;
import dev.astern.connector.Settlement;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.gateway.ActionAnswer;
import dev.astern.gateway.ActionExecution;
import dev.astern.gateway.Ending;
import dev.astern.gateway.GatewayParts;
import dev.astern.gateway.Receipts;
import dev.astern.model.ActionState;
import dev.astern.model.Receipt;
import dev.astern.model.Undo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One target's part of an undo, performed as an action of its own: intent, effect and outcome as durable as any other's.
 * Used once.
 */
final class StepRun {
    private final GatewayParts parts;
    private final Receipts.Subject subject;
    private final Connector connector;
    private final UndoRequest request;
    private final Undo.Step step;

    private @Nullable CompletableFuture<Receipt> intent;

    StepRun(GatewayParts parts, Receipts.Subject subject, Connector connector, UndoRequest request, Undo.Step step) {
        this.parts = parts;
        this.subject = subject;
        this.connector = connector;
        this.request = request;
        this.step = step;
    }

    /** Returns the step as it ended; its outcome is durable by then. */
    Undo.Step run() {
        var session = subject.session();
        var ref = new SessionRef(session.id(), session.expiresAt());
        var execution =
                new ActionExecution(step.actionId(), ref, parts.settings().maxTimeout(), this::decide);
        try (var _ = parts.running().take(step.actionId())) {
            return run(execution);
        }
    }

    private Undo.Step run(ActionExecution execution) {
        parts.running().begin(execution, subject.session(), step.target(), true);
        try {
            intent = parts.recorder()
                    .submit(Receipts.intent(subject, parts.clock().instant()), subject.action());
            parts.steps().at("undo-intent-submitted");
            var performance = perform(execution);
            parts.steps().at("undo-performed");
            return ended(performance);
        } finally {
            parts.running().end(execution);
        }
    }

    private UndoPerformance perform(ActionExecution execution) {
        try {
            return connector.undo(request, execution);
        } catch (RuntimeException e) {
            parts.log().failed(step.actionId(), e);
            var problem = Problem.of(
                    Reason.INTERNAL, "the connector failed: " + e.getClass().getSimpleName());
            return new UndoPerformance.InDoubt(nothingSeen(), Observed.nothing(), problem);
        }
    }

    private Clearance decide(Observed observed) {
        parts.steps().at("undo-executed");
        var lost = intent == null
                ? Optional.of(Problem.of(Reason.INTERNAL, "no intent was submitted: bug"))
                : assured(intent, observed).or(() -> parts.stops().objection(subject.session(), step.target()));
        parts.steps().at("undo-cleared");
        // A stop may hold an undo by its session, and is acknowledged once this node's lease must have run out.
        return lost.isPresent()
                ? new Clearance.RollBack(lost.get())
                : new Clearance.Commit(OptionalLong.of(parts.stops().notAfterNanos()));
    }

    private Optional<Problem> assured(CompletableFuture<Receipt> intent, Observed observed) {
        var lost = parts.recorder().await(intent);
        var action = subject.action();
        return lost.isPresent()
                ? lost
                : parts.assurance()
                        .await(
                                intent.join(),
                                action.tier().atLeast(observed.tier()),
                                action.reversibility().atLeast(observed.reversibility()));
    }

    private Undo.Step ended(UndoPerformance performance) {
        return switch (performance) {
            case UndoPerformance.Applied applied -> applied(applied.report(), applied.observed());
            case UndoPerformance.NotApplied not -> notApplied(not.problem());
            case UndoPerformance.InDoubt doubt -> settled(doubt);
        };
    }

    private Undo.Step settled(UndoPerformance.InDoubt doubt) {
        return switch (connector.settle(step.actionId())) {
            case Settlement.Applied done -> applied(seen(doubt), done.observed());
            case Settlement.NeverApplied never -> notApplied(doubt.problem());
            case Settlement.Unknown unknown -> {
                record(Ending.of(
                        ActionState.UNCONFIRMED, doubt.observed(), Reads.none(), Output.empty(), doubt.problem()));
                yield step(Undo.State.UNCONFIRMED, null, doubt.problem());
            }
        };
    }

    /** A report that was made before its commit was in doubt holds once the target has confirmed it. */
    private UndoReport seen(UndoPerformance.InDoubt doubt) {
        return doubt.report().counts().isEmpty() ? connector.planUndo(request) : doubt.report();
    }

    private Undo.Step applied(UndoReport report, Observed observed) {
        record(new Ending(
                ActionState.APPLIED,
                observed,
                Reads.none(),
                Output.empty(),
                null,
                Map.of("undo_report", ReportJson.write(report))));
        return step(Undo.State.APPLIED, report, null);
    }

    private Undo.Step notApplied(Problem problem) {
        record(Ending.without(ActionState.FAILED, problem));
        return step(Undo.State.NOT_APPLIED, null, problem);
    }

    private void record(Ending ending) {
        var answer = ActionAnswer.of(subject.action(), ending);
        parts.outcomes().record(subject, answer, ending, true);
    }

    private Undo.Step step(Undo.State state, @Nullable UndoReport report, @Nullable Problem problem) {
        return new Undo.Step(
                step.target(),
                step.actionId(),
                step.actions(),
                state,
                report,
                problem == null ? null : problem.reason().code(),
                problem == null ? null : problem.detail());
    }

    private static UndoReport nothingSeen() {
        return new UndoReport(List.of(), List.of(), List.of(), "", 1);
    }
}
