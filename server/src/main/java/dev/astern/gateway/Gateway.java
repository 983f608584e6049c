package dev.astern.gateway;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.Operation;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.SessionRef;
import dev.astern.gate.Ruling;
import dev.astern.gate.Subject;
import dev.astern.journal.Hashes;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.Ids;
import dev.astern.model.Session;
import dev.astern.model.Target;
import dev.astern.policy.Evidence;
import dev.astern.storage.ActionStore;
import dev.astern.target.Targets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The one way to an effect. An action is admitted, resolved, its intent submitted, performed with its before-state
 * captured, decided on again by what was observed, committed, and answered once its outcome is durable.
 */
public final class Gateway {
    private static final int MAX_TEXT = 2_000;
    private static final Problem IN_SHADOW = Problem.of(Reason.POLICY_BLOCKED, "its workflow is in shadow");

    private final GatewayParts parts;
    private final Targets targets;
    private final Repeats repeats;
    private final Holding holding;
    private final Staging staging;
    private final Failures failures;
    private final ObservedCalls calls;
    private final Ids ids;

    public Gateway(GatewayParts parts, Targets targets, ActionStore actions, HoldDesk desk, Staging staging, Ids ids) {
        this.parts = parts;
        this.targets = targets;
        this.repeats = new Repeats(actions);
        this.staging = staging;
        this.holding = new Holding(parts, desk, staging);
        this.failures = new Failures(parts.sessions());
        this.calls = new ObservedCalls(parts, actions, targets);
        this.ids = ids;
        parts.sessions().onEnded(this::ended);
    }

    /**
     * Performs one action in the name of a session.
     *
     * @return how it ended; a refusal or failure of this action is an answer, too
     * @throws ProblemException where there is no action to answer about: the session may not, the request makes no
     *     sense, the key is taken, the store is down
     */
    public ActionAnswer perform(Session session, ActionRequest request, Cancellation cancellation) {
        admit(session, request);
        var digest = Hashes.sha256(Json.write(request));
        var stopped = parts.stops().objection(session, request.target());
        if (stopped.isPresent()) {
            return stopped(session, request, digest, stopped.get());
        }
        var key = request.idempotencyKey();
        return key == null
                ? run(session, request, digest, cancellation, Doer.HERE)
                : repeats.once(session.id(), key, digest, () -> run(session, request, digest, cancellation, Doer.HERE));
    }

    /**
     * Lets an action go that whoever asks does elsewhere; asked again under its key, it is the same one.
     *
     * @param request under the id that its doer has for it
     * @return {@link ActionState#RUNNING} where it may be done now
     * @throws ProblemException as {@link #perform}
     */
    public ActionAnswer begin(Session session, ActionRequest request, Cancellation cancellation) {
        admit(session, request);
        var digest = request.callDigest();
        var stopped = parts.stops().objection(session, request.target());
        if (stopped.isPresent()) {
            return stopped(session, request, digest, stopped.get());
        }
        var key = Objects.requireNonNull(request.idempotencyKey(), "expected the call's id: bug");
        return calls.again(session, key, digest)
                .orElseGet(() -> repeats.once(
                        session.id(), key, digest, () -> run(session, request, digest, cancellation, Doer.ELSEWHERE)));
    }

    /** Whether what is done at a target is done by whoever asks, so that approved actions wait for being asked for again. */
    public boolean elsewhere(String target) {
        return targets.connector(target).reportedWithin().isPresent();
    }

    /** Why a session may do nothing at a target now, or empty. */
    public Optional<Problem> objection(Session session, String target) {
        return parts.sessions()
                .ended(session.id())
                .or(() -> parts.sessions().halted(session.id()))
                .or(() -> parts.stops().objection(session, target));
    }

    /**
     * Proposes what was tried out at a staging target. It never runs before people have agreed, whatever policy would let
     * it do.
     *
     * @param request says what it promotes
     */
    public ActionAnswer promote(Session session, ActionRequest request) {
        admit(session, request);
        var digest = Hashes.sha256(Json.write(request));
        var objection =
                parts.stops().objection(session, request.target()).or(() -> staging.objection(request.promotes()));
        if (objection.isPresent()) {
            return refuse(session, request, digest, objection.get());
        }
        var target = targets.byName(request.target());
        if (elsewhere(target.name())) {
            throw problem(Reason.BAD_REQUEST, "nothing is promoted to where the agent's host does it");
        }
        var connector = targets.connector(target.name());
        return switch (connector.resolve(new Call(request.tool(), request.arguments()))) {
            case Resolution.Refused refused -> refuse(session, request, digest, refused.problem());
            case Resolution.Resolved resolved -> {
                var proposed = subject(session, request, resolved.operation(), digest);
                var about = about(proposed, target, request, resolved.operation());
                var ruling = parts.gate().before(about);
                var subject = proposed.with(Decided.by(ruling));
                if (ruling.rehearseOnly()) {
                    yield refuse(subject, IN_SHADOW);
                }
                yield !ruling.runs() && !ruling.provisional() && ruling.hold().isEmpty()
                        ? refuse(subject, blocked(ruling))
                        : holding.hold(subject, about, request, connector, timeout(request), new Cancellation());
            }
        };
    }

    /** Who takes back what failed in part and is trivially reversible; given the action's id. */
    public void onPartFailure(BiConsumer<Session, String> undo) {
        failures.onPart(undo);
    }

    /** What the session may call. */
    public List<TargetTools> tools(Session session) {
        return session.targets().stream()
                .map(name -> new TargetTools(name, targets.connector(name).tools()))
                .toList();
    }

    private void admit(Session session, ActionRequest request) {
        parts.sessions()
                .ended(session.id())
                .or(() -> parts.sessions().halted(session.id()))
                .ifPresent(problem -> {
                    throw problem.toException();
                });
        if (!session.targets().contains(request.target())) {
            throw problem(Reason.TARGET_NOT_IN_SESSION, "this session has the targets " + session.targets());
        }
        Asked.check(request);
    }

    private ActionAnswer run(
            Session session, ActionRequest request, String digest, Cancellation cancellation, Doer doer) {
        var timeout = timeout(request);
        var target = targets.byName(request.target());
        var connector = targets.connector(target.name());
        doer.check(connector, target.name());
        return switch (connector.resolve(new Call(request.tool(), request.arguments()))) {
            case Resolution.Refused refused -> refuse(session, request, digest, refused.problem());
            case Resolution.Resolved resolved -> {
                var subject = subject(session, request, resolved.operation(), digest);
                var about = about(subject, target, request, resolved.operation());
                parts.steps().at("proposed");
                try (var _ = parts.running().take(subject.action().id())) {
                    yield decided(subject, about, request, connector, timeout, cancellation);
                }
            }
        };
    }

    /** Its key stays free for after the stop. Without the store there can be no receipt, and the refusal stands as well. */
    private ActionAnswer stopped(Session session, ActionRequest request, String digest, Problem problem) {
        if (!parts.stops().current()) {
            throw problem.toException();
        }
        return refuse(session, request.withoutKey(), digest, problem);
    }

    private static Subject about(Receipts.Subject subject, Target target, ActionRequest request, Operation operation) {
        return about(subject.session(), subject.action(), target, request, operation);
    }

    private static Subject about(
            Session session, Action action, Target target, ActionRequest request, Operation operation) {
        return Subject.of(
                session,
                target,
                action.id(),
                request.tool(),
                operation,
                new Evidence(request.sources().size(), request.evidence()));
    }

    private ActionAnswer decided(
            Receipts.Subject proposed,
            Subject about,
            ActionRequest request,
            Connector connector,
            Duration timeout,
            Cancellation cancellation) {
        var ruling = parts.gate().before(about);
        var subject = proposed.with(Decided.by(ruling));
        boolean shadow = ruling.rehearseOnly() && !request.rehearse();
        if (shadow && connector.reportedWithin().isPresent()) {
            return refuse(subject, IN_SHADOW);
        }
        if (!request.rehearse() && !shadow && !ruling.runs() && !ruling.provisional()) {
            return ruling.hold().isPresent()
                    ? holding.hold(subject, about, request, connector, timeout, cancellation)
                    : refuse(subject, blocked(ruling));
        }
        var wanted = shadow ? request.asRehearsal() : request;
        var meant = shadow ? subject.with(subject.action().asRehearsal()) : subject;
        var run = new ActionRun(parts, meant, about, wanted, connector, keepsRows(about.target()));
        return switch (run.run(timeout, cancellation)) {
            case ActionRun.Came.Answered(var answer) -> {
                failures.after(about.session(), answer);
                yield answer;
            }
            case ActionRun.Came.ToBeHeld(var observed) -> {
                parts.steps().at("to-be-held");
                yield holding.hold(
                        subject.with(Decided.by(observed)), about, request, connector, timeout, cancellation);
            }
            case ActionRun.Came.Stale stale -> throw new IllegalStateException("nobody approved it yet: bug");
        };
    }

    /**
     * Runs what people agreed to, once; in the caller's hand until what came of it is kept.
     *
     * @param action as it was held
     * @see Running#take
     */
    public Approved perform(Session session, Action action, ActionRequest request, Grant grant) {
        parts.sessions()
                .ended(session.id())
                .or(() -> parts.stops().objection(session, request.target()))
                .ifPresent(problem -> {
                    throw problem.toException();
                });
        var connector = targets.connector(request.target());
        var running = action.running(parts.settings().node());
        return switch (connector.resolve(new Call(request.tool(), request.arguments()))) {
            case Resolution.Refused refused -> new Approved.Stale(refused.problem());
            case Resolution.Resolved resolved -> {
                var about = about(session, action, targets.byName(request.target()), request, resolved.operation());
                var ruling = parts.gate().before(about);
                var subject = new Receipts.Subject(
                        session,
                        running,
                        resolved.operation().command(),
                        request.reason(),
                        request.sources(),
                        List.of(),
                        request.evidence(),
                        new Decided(ruling, grant),
                        Asked.of(request, resolved.operation().command()));
                var moved = staging.objection(request.promotes());
                if (moved.isPresent()) {
                    yield new Approved.Ran(refuse(subject, moved.get()));
                }
                yield !ruling.runs() && !ruling.provisional() && ruling.hold().isEmpty()
                        ? new Approved.Ran(refuse(subject, blocked(ruling)))
                        : approved(
                                session,
                                new ActionRun(parts, subject, about, request, connector, keepsRows(about.target()))
                                        .run(timeout(request), new Cancellation()));
            }
        };
    }

    private Approved approved(Session session, ActionRun.Came came) {
        return switch (came) {
            case ActionRun.Came.Answered(var answer) -> {
                failures.after(session, answer);
                yield new Approved.Ran(answer);
            }
            case ActionRun.Came.Stale(var problem) -> new Approved.Stale(problem);
            case ActionRun.Came.ToBeHeld held -> throw new IllegalStateException("it was approved: bug");
        };
    }

    /** What became of running what people agreed to. */
    public sealed interface Approved {
        /** It came to its end. */
        record Ran(ActionAnswer answer) implements Approved {}

        /** Nothing was done, because it is no longer what they were shown. */
        record Stale(Problem problem) implements Approved {}
    }

    /** Looks again at what a held action would do; changes nothing. */
    public HeldAction look(Session session, Action action, ActionRequest request) {
        var connector = targets.connector(request.target());
        return switch (connector.resolve(new Call(request.tool(), request.arguments()))) {
            case Resolution.Refused refused -> throw refused.problem().toException();
            case Resolution.Resolved resolved -> {
                var about = about(session, action, targets.byName(request.target()), request, resolved.operation());
                var subject = new Receipts.Subject(
                        session,
                        action,
                        null,
                        "",
                        List.of(),
                        List.of(),
                        Map.of(),
                        Decided.by(parts.gate().before(about)),
                        Asked.NOTHING);
                staging.objection(request.promotes()).ifPresent(problem -> {
                    throw problem.toException();
                });
                yield holding.look(subject, about, request, connector, timeout(request), new Cancellation());
            }
        };
    }

    /** Ends a held action that will not run: somebody or time said no. */
    public ActionAnswer refuseHeld(Session session, Action action, Problem problem) {
        return refuse(new Receipts.Subject(session, action, null, "", List.of(), List.of()), problem);
    }

    static Problem blocked(Ruling ruling) {
        return Problem.of(Reason.POLICY_BLOCKED, ruling.why()).with("rule", ruling.rule());
    }

    private ActionAnswer refuse(Receipts.Subject subject, Problem problem) {
        return parts.outcomes().refuse(subject, ActionState.REFUSED, problem);
    }

    private ActionAnswer refuse(Session session, ActionRequest request, String digest, Problem problem) {
        // What nobody understands is taken for the worst.
        var operation = new Unresolved(request);
        return refuse(subject(session, request, operation, digest), problem);
    }

    private Receipts.Subject subject(Session session, ActionRequest request, Operation operation, String digest) {
        var action = new Action(
                ids.next("act"),
                session.id(),
                request.target(),
                Text.bounded(request.tool(), 100),
                Text.bounded(operation.verb(), 100),
                Text.bounded(operation.summary(), MAX_TEXT),
                operation.tier(),
                operation.reversibility(),
                request.rehearse(),
                request.idempotencyKey(),
                digest,
                parts.settings().node(),
                parts.clock().instant(),
                ActionState.RUNNING,
                null);
        return new Receipts.Subject(
                session,
                action,
                operation.command(),
                request.reason(),
                request.sources(),
                List.of(),
                request.evidence(),
                Decided.BUILTIN,
                Asked.of(request, operation.command()));
    }

    private Duration timeout(ActionRequest request) {
        var asked = Duration.ofMillis(request.timeoutMs());
        if (asked.isZero()) {
            return parts.settings().timeout();
        }
        if (asked.isNegative() || asked.compareTo(parts.settings().maxTimeout()) > 0) {
            throw problem(
                    Reason.BAD_REQUEST,
                    "timeoutMs is 1 to " + parts.settings().maxTimeout().toMillis());
        }
        return asked;
    }

    private void ended(Session session) {
        parts.running()
                .stopSession(
                        session.id(), Reason.SESSION_REVOKED, "session " + session.id() + " was revoked meanwhile");
        for (var name : session.targets()) {
            targets.connector(name).revoke(new SessionRef(session.id(), session.expiresAt()));
        }
    }

    /** Rows that were read are kept only where the target's settings say so. */
    static boolean keepsRows(Target target) {
        return Boolean.parseBoolean(target.options().getOrDefault("recordRows", "false"));
    }

    private static ProblemException problem(Reason reason, String detail) {
        return Problem.of(reason, detail).toException();
    }
}
