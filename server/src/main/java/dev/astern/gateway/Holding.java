package dev.astern.gateway;

import dev.astern.connector.Connector;
import dev.astern.connector.Observed;
import dev.astern.connector.Output;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.SessionRef;
import dev.astern.connector.UndoRehearsal;
import dev.astern.gate.Ruling;
import dev.astern.gate.Subject;
import dev.astern.model.ActionState;
import dev.astern.policy.Decision;
import dev.astern.policy.HoldTerms;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Has an action wait for people: sees what it would do, keeps that it waits, and asks. */
final class Holding {
    private final GatewayParts parts;
    private final HoldDesk desk;
    private final Staging staging;

    Holding(GatewayParts parts, HoldDesk desk, Staging staging) {
        this.staging = staging;
        this.parts = parts;
        this.desk = desk;
    }

    /** What its caller is told: that it waits, or why it would not work anyway. */
    ActionAnswer hold(
            Receipts.Subject subject,
            Subject about,
            ActionRequest request,
            Connector connector,
            Duration timeout,
            Cancellation cancellation) {
        HeldAction held;
        try {
            held = look(subject, about, request, connector, timeout, cancellation);
        } catch (dev.astern.connector.ProblemException e) {
            return refuse(subject, e.problem());
        }
        var id = desk.newId();
        var action = held.action();
        parts.recorder()
                .await(parts.recorder().submit(desk.receipt(id, held), action))
                .ifPresent(problem -> {
                    throw problem.with("action", action.id()).toException();
                });
        desk.ask(id, held);
        return answer(held, desk.told(id, held));
    }

    /**
     * Rehearses it.
     *
     * @throws dev.astern.connector.ProblemException where it would fail, or policy blocks what it does
     */
    HeldAction look(
            Receipts.Subject subject,
            Subject about,
            ActionRequest request,
            Connector connector,
            Duration timeout,
            Cancellation cancellation) {
        var began = System.nanoTime();
        var rehearsed = rehearse(subject, about, connector, timeout, cancellation);
        var observed = rehearsed.observed();
        var took = Duration.ofNanos(System.nanoTime() - began);
        var before = Objects.requireNonNull(subject.decided().ruling(), "expected a ruling: bug");
        var seen = parts.gate().observed(about, observed);
        if (seen.decision() == Decision.BLOCK) {
            throw Gateway.blocked(seen).toException();
        }
        var promotes = request.promotes();
        var ruling = promotes != null
                ? seen.promoted(promotes.action())
                : seen.hold().isPresent() ? seen : before;
        var session = subject.session();
        return new HeldAction(
                session,
                subject.action()
                        .held(
                                about.tier().atLeast(observed.tier()),
                                about.reversibility().atLeast(observed.reversibility())),
                request,
                about.operation(),
                ruling,
                terms(ruling),
                observed,
                rehearsed.undo(),
                Optional.ofNullable(promotes).map(staging::staged),
                Fingerprint.of(request, session.agent(), ruling.policy().digest(), observed),
                took,
                parts.clock().instant());
    }

    private static HoldTerms terms(Ruling ruling) {
        return ruling.hold().orElse(HoldTerms.DEFAULT);
    }

    private record Rehearsed(Observed observed, Optional<UndoRehearsal> undo) {}

    private Rehearsed rehearse(
            Receipts.Subject subject, Subject about, Connector connector, Duration timeout, Cancellation cancellation) {
        var session = subject.session();
        var execution = ActionExecution.toBeShown(
                subject.action().id(), new SessionRef(session.id(), session.expiresAt()), timeout);
        parts.running().begin(execution, session, subject.action().target(), false);
        try {
            cancellation.onCancel(() -> execution.stop(Reason.CANCELLED, "the caller went away meanwhile"));
            return switch (connector.rehearse(about.operation(), execution)) {
                case Performance.RolledBack taken -> {
                    var stopped = execution.stopped();
                    if (stopped != null) {
                        throw stopped.toException();
                    }
                    yield new Rehearsed(taken.observed(), taken.undo());
                }
                // A read has nothing to take back.
                case Performance.Committed read -> new Rehearsed(read.observed(), Optional.empty());
                case Performance.Failed failed -> throw failed.problem().toException();
                case Performance.InDoubt doubt -> throw doubt.problem().toException();
                case Performance.Elsewhere elsewhere ->
                    throw new IllegalStateException("a rehearsal is not let go: bug");
            };
        } finally {
            parts.running().end(execution);
        }
    }

    private ActionAnswer refuse(Receipts.Subject subject, Problem problem) {
        var state = problem.reason() == Reason.POLICY_BLOCKED ? ActionState.REFUSED : ActionState.FAILED;
        return parts.outcomes().refuse(subject, state, problem);
    }

    private static ActionAnswer answer(HeldAction held, Problem told) {
        var action = held.action();
        return new ActionAnswer(
                action.id(),
                ActionState.HELD,
                action.tier(),
                action.reversibility(),
                held.observed().counts(),
                "",
                held.observed().notes(),
                new Output(1, List.of()),
                told,
                false);
    }
}
