package dev.astern.gate;

import dev.astern.policy.Facts;
import dev.astern.policy.OperationFacts;
import dev.astern.policy.Preview;
import dev.astern.policy.SessionFacts;
import dev.astern.policy.TargetFacts;
import dev.astern.policy.Used;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says in a policy's words what is to be decided about. */
final class FactsOf {
    private FactsOf() {}

    static Facts subject(
            Subject subject,
            Recovery recovery,
            @Nullable Stage stage,
            Used used,
            Instant now,
            Optional<Preview> preview) {
        return new Facts(
                operation(subject, recovery),
                session(subject, stage),
                target(subject),
                now,
                used,
                preview,
                subject.evidence(),
                0);
    }

    private static OperationFacts operation(Subject subject, Recovery recovery) {
        var operation = subject.operation();
        return new OperationFacts(
                subject.tool(),
                operation.verb(),
                recovery.tier(),
                recovery.reversibility(),
                operation.resources(),
                operation.command(),
                recovery.entry(),
                recovery.safe(),
                operation.known());
    }

    private static SessionFacts session(Subject subject, @Nullable Stage stage) {
        var session = subject.session();
        var agent = session.agent();
        return new SessionFacts(
                session.id(),
                agent.id(),
                agent.id() + "@" + agent.version(),
                session.startedBy(),
                session.environment(),
                session.workflow() == null ? "" : session.workflow(),
                stage == null ? "" : stage.code());
    }

    private static TargetFacts target(Subject subject) {
        var target = subject.target();
        return new TargetFacts(
                target.name(),
                target.kind(),
                target.options().getOrDefault("environment", subject.session().environment()));
    }
}
