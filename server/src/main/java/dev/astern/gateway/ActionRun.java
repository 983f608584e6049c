package dev.astern.gateway;

import dev.astern.connector.Clearance;
import dev.astern.connector.Connector;
import dev.astern.connector.Observed;
import dev.astern.connector.Operation;
import dev.astern.connector.Output;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reads;
import dev.astern.connector.Reason;
import dev.astern.connector.SessionRef;
import dev.astern.connector.Settlement;
import dev.astern.connector.Tier;
import dev.astern.gate.Ruling;
import dev.astern.gate.Subject;
import dev.astern.model.ActionState;
import dev.astern.model.ObservedCall;
import dev.astern.model.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One operation from its intent to its durable outcome. Used once. */
final class ActionRun {
    private final GatewayParts parts;
    private final ActionRequest request;
    private final Connector connector;
    private final Operation operation;
    private final Subject decidedAbout;
    private final boolean keepRows;

    private @Nullable CompletableFuture<Receipt> intent;
    private @Nullable Problem refusal;
    private Observed cleared = Observed.nothing();
    private boolean mayHaveTaken;
    private Receipts.Subject subject;

    /** What came of it. */
    sealed interface Came {
        /** It came to its end, which is durable. */
        record Answered(ActionAnswer answer) implements Came {}

        /** It was taken back, because people have to be asked about what it does. */
        record ToBeHeld(Ruling ruling) implements Came {}

        /** It was taken back, because it is no longer what people agreed to. */
        record Stale(Problem problem) implements Came {}
    }

    /**
     * @param subject with what was decided so far
     * @param decidedAbout what the second decision is about, once it was observed
     */
    ActionRun(
            GatewayParts parts,
            Receipts.Subject subject,
            Subject decidedAbout,
            ActionRequest request,
            Connector connector,
            boolean keepRows) {
        this.parts = parts;
        this.subject = subject;
        this.request = request;
        this.connector = connector;
        this.operation = decidedAbout.operation();
        this.decidedAbout = decidedAbout;
        this.keepRows = keepRows;
    }

    Came run(Duration timeout, Cancellation cancellation) {
        var session = subject.session();
        var execution = new ActionExecution(
                subject.action().id(),
                new SessionRef(session.id(), session.expiresAt()),
                timeout,
                this::decide,
                subject.decided().grant() != null);
        parts.running().begin(execution, session, subject.action().target(), !request.rehearse());
        try {
            cancellation.onCancel(() -> execution.stop(Reason.CANCELLED, "the caller went away before the commit"));
            boolean elsewhere = connector.reportedWithin().isPresent();
            if ((operation.tier() != Tier.READ || elsewhere) && !request.rehearse()) {
                submitIntent();
            }
            return came(perform(execution), execution);
        } finally {
            parts.running().end(execution);
            leaveNoLogin();
        }
    }

    /** One that was made here after somebody had ended the session and taken its logins away must not stay. */
    private void leaveNoLogin() {
        var session = subject.session();
        try {
            if (parts.sessions().ended(session.id()).isPresent()) {
                connector.revoke(new SessionRef(session.id(), session.expiresAt()));
            }
        } catch (RuntimeException e) {
            parts.log().failed(subject.action().id(), e);
        }
    }

    private Came came(Performance performance, ActionExecution execution) {
        if (performance instanceof Performance.Elsewhere) {
            return new Came.Answered(letGo());
        }
        var stop = refusal;
        if (performance instanceof Performance.RolledBack && stop != null) {
            if (stop.reason() == Reason.HELD || stop.reason() == Reason.STALE_APPROVAL) {
                giveBack();
            }
            if (stop.reason() == Reason.HELD) {
                return new Came.ToBeHeld(ruling());
            }
            if (stop.reason() == Reason.STALE_APPROVAL) {
                return new Came.Stale(stop);
            }
        }
        var ending = ending(performance, execution);
        if (ending.state() == ActionState.FAILED || ending.state() == ActionState.REFUSED) {
            giveBack();
        }
        return new Came.Answered(record(ending));
    }

    /**
     * From here on whoever asked does it. What was not let go when this node dies never is, so that it is settled as having
     * had no effect; of what was, nobody but they can tell.
     */
    private ActionAnswer letGo() {
        var action = subject.action();
        var call = Objects.requireNonNull(request.idempotencyKey(), "expected the call's id: bug");
        var now = parts.clock().instant();
        var within = connector.reportedWithin().orElseThrow();
        if (!parts.observed().allow(new ObservedCall(action.id(), action.sessionId(), call, now, now.plus(within)))) {
            throw Problem.of(Reason.CONFLICTING_STATE, "it was settled before it was let go")
                    .with("action", action.id())
                    .toException();
        }
        parts.steps().at("let-go");
        return ObservedCalls.letGo(action);
    }

    /**
     * Nothing is in effect, so that nothing was used. It is given back before the outcome is kept: where that fails the
     * action is settled later, which gives it back.
     */
    private void giveBack() {
        if (mayHaveTaken) {
            parts.quotas().release(subject.action().id());
        }
    }

    private Ruling ruling() {
        return Objects.requireNonNull(subject.decided().ruling(), "expected a ruling before anything runs: bug");
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
        cleared = observed;
        return new Clearance.Commit(OptionalLong.of(parts.stops().notAfterNanos()));
    }

    private Optional<Problem> objection(Observed observed) {
        try {
            var ruledOut = ruledOut(observed);
            if (ruledOut.isPresent()) {
                return ruledOut;
            }
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
                var unassured = parts.assurance()
                        .await(
                                intent.join(),
                                operation.tier().atLeast(observed.tier()),
                                operation.reversibility().atLeast(observed.reversibility()));
                if (unassured.isPresent()) {
                    return unassured;
                }
                parts.steps().at("intent-assured");
            }
            var ended = parts.sessions()
                    .ended(subject.session().id())
                    .or(() -> parts.sessions().halted(subject.session().id()));
            return ended.or(() -> diverged(observed))
                    .or(() -> parts.stops().objection(subject.session(), request.target()));
        } catch (ProblemException e) {
            // It says itself why, for example that the policy can't be read.
            return Optional.of(e.problem());
        } catch (RuntimeException e) {
            parts.log().failed(subject.action().id(), e);
            return Optional.of(Problem.of(Reason.STORE_UNREACHABLE, "the session could not be checked"));
        }
    }

    /** The gate's second decision, on what the action really does. */
    private Optional<Problem> ruledOut(Observed observed) {
        var grant = subject.decided().grant();
        if (grant == null && operation.tier() == Tier.READ && observed.tier() == Tier.READ) {
            return Optional.empty();
        }
        // Taken before it is ruled on, so that others who are ruled on at the same time see it.
        var reached = request.rehearse() ? Optional.<String>empty() : take(observed, grant);
        var ruling = parts.gate().observed(decidedAbout, observed);
        subject = subject.with(new Decided(ruling, grant));
        if (request.rehearse()) {
            return Optional.empty();
        }
        return switch (ruling.decision()) {
            case ALLOW, OBSERVE -> grant == null ? reached.map(this::limited) : stale(grant, observed);
            case HOLD -> grant == null ? Optional.of(Problem.of(Reason.HELD, ruling.why())) : stale(grant, observed);
            case BLOCK -> Optional.of(Gateway.blocked(ruling));
        };
    }

    /** Whether a limit of the session lets it change as much; what people agreed to is counted beyond it. */
    private Optional<String> take(Observed observed, @Nullable Grant grant) {
        mayHaveTaken = true;
        var quotas = parts.quotas();
        var session = subject.session();
        var id = subject.action().id();
        if (grant == null) {
            return quotas.take(session, id, operation, request.target(), observed);
        }
        quotas.granted(session, id, operation, request.target(), observed);
        return Optional.empty();
    }

    /** Who is asked then may let it. */
    private Problem limited(String words) {
        subject = subject.with(Decided.by(ruling().limited(words)));
        return Problem.of(Reason.HELD, words);
    }

    private Optional<Problem> stale(Grant grant, Observed observed) {
        var now = Fingerprint.of(
                request, subject.session().agent(), ruling().policy().digest(), observed);
        return now.equals(grant.fingerprint())
                ? Optional.empty()
                : Optional.of(Problem.of(
                        Reason.STALE_APPROVAL, "it would not do now what was shown to those who approved it"));
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
                Ending.of(ActionState.APPLIED, done.observed(), done.reads(), done.output(), exceeded(done.observed()));
            case Performance.RolledBack taken -> rolledBack(taken);
            case Performance.Failed failed -> {
                var stopped = execution.stopped();
                yield Ending.without(ActionState.FAILED, stopped == null ? failed.problem() : stopped);
            }
            case Performance.InDoubt doubt -> settled(doubt);
            case Performance.Elsewhere elsewhere -> throw new IllegalStateException("it has no end yet: bug");
        };
    }

    /** Only a target that can't hold an effect back until it was seen does other than what was cleared. */
    private @Nullable Problem exceeded(Observed done) {
        return new Exceeding(parts, decidedAbout)
                .problem(cleared, done, subject.decided())
                .orElse(null);
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
        if (connector.reportedWithin().isPresent()
                && parts.observed().fence(subject.action().id()).isEmpty()) {
            // It was not let go, and never will be.
            return Ending.without(ActionState.FAILED, doubt.problem());
        }
        return switch (connector.settle(subject.action().id())) {
            case Settlement.Applied applied -> {
                var seen = doubt.observed().digest().isEmpty() ? applied.observed() : doubt.observed();
                yield Ending.of(ActionState.APPLIED, seen, Reads.none(), doubt.output(), exceeded(seen));
            }
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
        var answer = ActionAnswer.of(subject.action(), ending);
        return parts.outcomes().record(subject, answer, ending, keepRows || operation.tier() != Tier.READ);
    }
}
