package dev.astern.gateway;

import dev.astern.connector.Clearance;
import dev.astern.connector.Connector;
import dev.astern.connector.Observed;
import dev.astern.connector.Operation;
import dev.astern.connector.Output;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.Reads;
import dev.astern.connector.Reason;
import dev.astern.connector.SessionRef;
import dev.astern.connector.Settlement;
import dev.astern.connector.Tier;
import dev.astern.model.ActionState;
import dev.astern.model.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One operation from its intent to its durable outcome. Used once. */
final class ActionRun {
    private final GatewayParts parts;
    private final Receipts.Subject subject;
    private final ActionRequest request;
    private final Connector connector;
    private final Operation operation;
    private final boolean keepRows;

    private @Nullable CompletableFuture<Receipt> intent;
    private @Nullable Problem refusal;

    ActionRun(
            GatewayParts parts,
            Receipts.Subject subject,
            ActionRequest request,
            Connector connector,
            Operation operation,
            boolean keepRows) {
        this.parts = parts;
        this.subject = subject;
        this.request = request;
        this.connector = connector;
        this.operation = operation;
        this.keepRows = keepRows;
    }

    ActionAnswer run(Duration timeout, Cancellation cancellation) {
        var session = subject.session();
        var execution = new ActionExecution(
                subject.action().id(), new SessionRef(session.id(), session.expiresAt()), timeout, this::decide);
        parts.running().begin(execution);
        try {
            cancellation.onCancel(() -> execution.stop(Reason.CANCELLED, "the caller went away before the commit"));
            if (operation.tier() != Tier.READ && !request.rehearse()) {
                submitIntent();
            }
            return record(ending(perform(execution), execution));
        } finally {
            parts.running().end(execution);
        }
    }

    private Performance perform(ActionExecution execution) {
        try {
            return request.rehearse()
                    ? connector.rehearse(operation, execution)
                    : connector.perform(operation, execution);
        } catch (RuntimeException e) {
            parts.log().failed(subject.action().id(), e);
            var problem = Problem.of(
                    Reason.INTERNAL, "the connector failed: " + e.getClass().getSimpleName());
            return new Performance.InDoubt(Observed.nothing(), Output.empty(), problem);
        }
    }

    /** The second decision, on what was really observed; it can only be stricter than the first. */
    private Clearance decide(Observed observed) {
        parts.steps().at("executed");
        var problem = objection(observed);
        refusal = problem.orElse(null);
        if (refusal != null) {
            return new Clearance.RollBack(refusal);
        }
        parts.steps().at("cleared");
        return new Clearance.Commit();
    }

    private Optional<Problem> objection(Observed observed) {
        try {
            if (!request.rehearse() && observed.tier() != Tier.READ) {
                // A call that looked like a read and was none gets its intent before it can take effect.
                submitIntent();
            }
            if (intent != null) {
                var lost = parts.recorder().await(intent);
                if (lost.isPresent()) {
                    return lost;
                }
                parts.steps().at("intent-durable");
            }
            var ended = parts.sessions().ended(subject.session().id());
            return ended.isPresent() ? ended : diverged(observed);
        } catch (RuntimeException e) {
            parts.log().failed(subject.action().id(), e);
            return Optional.of(Problem.of(Reason.STORE_UNREACHABLE, "the session could not be checked"));
        }
    }

    private Optional<Problem> diverged(Observed observed) {
        var expected = request.expectDigest();
        return expected == null || expected.equals(observed.digest())
                ? Optional.empty()
                : Optional.of(Problem.of(Reason.REHEARSAL_DIVERGED, "the effects are not those that were rehearsed")
                        .with("expected", Text.bounded(expected, 128))
                        .with("observed", observed.digest()));
    }

    private void submitIntent() {
        if (intent == null) {
            intent = parts.recorder()
                    .submit(Receipts.intent(subject, parts.clock().instant()), subject.action());
            parts.steps().at("intent-submitted");
        }
    }

    private Ending ending(Performance performance, ActionExecution execution) {
        parts.steps().at("performed");
        return switch (performance) {
            case Performance.Committed done ->
                Ending.of(ActionState.APPLIED, done.observed(), done.reads(), done.output(), null);
            case Performance.RolledBack taken -> rolledBack(taken);
            case Performance.Failed failed -> {
                var stopped = execution.stopped();
                yield Ending.without(ActionState.FAILED, stopped == null ? failed.problem() : stopped);
            }
            case Performance.InDoubt doubt -> settled(doubt);
        };
    }

    private Ending rolledBack(Performance.RolledBack taken) {
        if (request.rehearse() && refusal == null) {
            return Ending.of(ActionState.REHEARSED, taken.observed(), taken.reads(), taken.output(), null);
        }
        var problem = refusal == null ? taken.problem() : refusal;
        var state = problem.reason() == Reason.CANCELLED ? ActionState.FAILED : ActionState.REFUSED;
        return Ending.of(state, taken.observed(), Reads.none(), new Output(1, List.of()), problem);
    }

    /** The answer to a commit was lost: the target is asked, behind the fence, before anybody is told anything. */
    private Ending settled(Performance.InDoubt doubt) {
        return switch (connector.settle(subject.action().id())) {
            case Settlement.Applied applied ->
                Ending.of(
                        ActionState.APPLIED,
                        doubt.observed().digest().isEmpty() ? applied.observed() : doubt.observed(),
                        Reads.none(),
                        doubt.output(),
                        null);
            case Settlement.NeverApplied never -> Ending.without(ActionState.FAILED, doubt.problem());
            case Settlement.Unknown unknown ->
                Ending.of(
                        ActionState.UNCONFIRMED,
                        doubt.observed(),
                        Reads.none(),
                        doubt.output(),
                        Problem.of(Reason.UNCONFIRMED, doubt.problem().detail())
                                .with("target_said", unknown.problem().reason().code()));
        };
    }

    private ActionAnswer record(Ending ending) {
        if (refusal != null && refusal.reason() == Reason.IDEMPOTENCY_KEY_IN_USE) {
            // The key belongs to another action, which has the receipts; this one never began.
            throw refusal.toException();
        }
        var answer = new ActionAnswer(
                subject.action().id(),
                ending.state(),
                tier(ending),
                operation.reversibility().atLeast(ending.observed().reversibility()),
                ending.observed().counts(),
                ending.observed().digest(),
                ending.observed().notes(),
                ending.output(),
                ending.problem(),
                false);
        return parts.outcomes().record(subject, answer, ending, keepRows || operation.tier() != Tier.READ);
    }

    private Tier tier(Ending ending) {
        return operation.tier().atLeast(ending.observed().tier());
    }
}
