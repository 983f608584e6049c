package dev.astern.gate;

import dev.astern.connector.Operation;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.model.Session;
import dev.astern.model.Target;
import dev.astern.policy.Evidence;
import java.util.Objects;

/**
 * What is decided about.
 *
 * @param action its id; what it has taken itself is not what its session had used before it
 * @param tool as it was called
 * @param tier as known by now, which may be more severe than the operation said
 * @param reversibility as known by now
 * @param evidence what the agent says it rests on
 */
public record Subject(
        Session session,
        Target target,
        String action,
        String tool,
        Operation operation,
        Tier tier,
        Reversibility reversibility,
        Evidence evidence) {
    public Subject {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(tool, "tool");
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(tier, "tier");
        Objects.requireNonNull(reversibility, "reversibility");
        Objects.requireNonNull(evidence, "evidence");
    }

    /** As its connector understood it. */
    public static Subject of(
            Session session, Target target, String action, String tool, Operation operation, Evidence evidence) {
        return new Subject(
                session, target, action, tool, operation, operation.tier(), operation.reversibility(), evidence);
    }

    /** The same, as it was observed. */
    public Subject atLeast(Tier seen, Reversibility observed) {
        return new Subject(
                session,
                target,
                action,
                tool,
                operation,
                tier.atLeast(seen),
                reversibility.atLeast(observed),
                evidence);
    }
}
