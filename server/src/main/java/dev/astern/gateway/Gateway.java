package dev.astern.gateway;

import dev.astern.connector.Call;
import dev.astern.connector.Observed;
import dev.astern.connector.Operation;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.Reversibility;
import dev.astern.connector.SessionRef;
import dev.astern.connector.Tier;
import dev.astern.journal.Hashes;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.Ids;
import dev.astern.model.Session;
import dev.astern.model.Target;
import dev.astern.storage.ActionStore;
import dev.astern.target.Targets;
import java.time.Duration;
import java.util.List;

/**
 * The one way to an effect. An action is admitted, resolved, its intent submitted, performed with its before-state
 * captured, decided on again by what was observed, committed, and answered once its outcome is durable.
 */
public final class Gateway {
    private static final int MAX_TEXT = 2_000;
    private static final int MAX_SOURCES = 100;

    private final GatewayParts parts;
    private final Targets targets;
    private final Repeats repeats;
    private final Ids ids;

    public Gateway(GatewayParts parts, Targets targets, ActionStore actions, Ids ids) {
        this.parts = parts;
        this.targets = targets;
        this.repeats = new Repeats(actions);
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
        var key = request.idempotencyKey();
        return key == null
                ? run(session, request, digest, cancellation)
                : repeats.once(session.id(), key, digest, () -> run(session, request, digest, cancellation));
    }

    /** What the session may call. */
    public List<TargetTools> tools(Session session) {
        return session.targets().stream()
                .map(name -> new TargetTools(name, targets.connector(name).tools()))
                .toList();
    }

    private void admit(Session session, ActionRequest request) {
        parts.sessions().ended(session.id()).ifPresent(problem -> {
            throw problem.toException();
        });
        if (!session.targets().contains(request.target())) {
            throw problem(Reason.TARGET_NOT_IN_SESSION, "this session has the targets " + session.targets());
        }
        if (!Text.wellFormed(request.arguments())
                || !Text.wellFormed(request.sources())
                || !Text.wellFormed(request.reason())) {
            throw problem(Reason.BAD_REQUEST, "the text holds half of a surrogate pair");
        }
        if (request.reason().length() > MAX_TEXT
                || request.sources().size() > MAX_SOURCES
                || request.sources().stream().anyMatch(s -> s.length() > MAX_TEXT / 10)) {
            throw problem(
                    Reason.BAD_REQUEST,
                    "reason: up to 2000 characters; sources: up to 100 ids of up to 200 characters");
        }
    }

    private ActionAnswer run(Session session, ActionRequest request, String digest, Cancellation cancellation) {
        var timeout = timeout(request);
        var target = targets.byName(request.target());
        var connector = targets.connector(target.name());
        var call = new Call(request.tool(), request.arguments());
        return switch (connector.resolve(call)) {
            case Resolution.Refused refused -> refuse(session, request, digest, refused.problem());
            case Resolution.Resolved resolved -> {
                var operation = resolved.operation();
                var subject = subject(session, request, operation, digest);
                parts.steps().at("proposed");
                yield new ActionRun(parts, subject, request, connector, operation, keepsRows(target))
                        .run(timeout, cancellation);
            }
        };
    }

    private ActionAnswer refuse(Session session, ActionRequest request, String digest, Problem problem) {
        // What nobody understands is taken for the worst.
        var operation = new Unresolved(request);
        var subject = subject(session, request, operation, digest);
        var answer = new ActionAnswer(
                subject.action().id(),
                ActionState.REFUSED,
                operation.tier(),
                operation.reversibility(),
                List.of(),
                "",
                List.of(),
                new Output(1, List.of()),
                problem,
                false);
        return parts.outcomes().refuse(subject, answer, problem);
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
                session, action, operation.command(), request.reason(), request.sources(), List.of());
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
    private static boolean keepsRows(Target target) {
        return Boolean.parseBoolean(target.options().getOrDefault("recordRows", "false"));
    }

    private static ProblemException problem(Reason reason, String detail) {
        return Problem.of(reason, detail).toException();
    }

    /** A call that its connector refused to understand. */
    private record Unresolved(ActionRequest request) implements Operation {
        @Override
        public String verb() {
            return "unknown";
        }

        @Override
        public Tier tier() {
            return Tier.DESTRUCTIVE;
        }

        @Override
        public Reversibility reversibility() {
            return Observed.nothing().reversibility();
        }

        @Override
        public List<String> resources() {
            return List.of();
        }

        @Override
        public String summary() {
            return "refused: " + Text.bounded(request.tool(), 100);
        }

        @Override
        public String command() {
            return Json.write(request.arguments());
        }
    }
}
