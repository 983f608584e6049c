package dev.astern.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A standing order that refuses what agents ask for, until it is released.
 *
 * @param id {@code stp_…}
 * @param scope what kind of thing it holds
 * @param name which one; empty for {@link StopScope#ALL}
 * @param reason of whoever placed it; agents are told
 * @param by who placed it
 * @param placedAt when
 * @param epoch a node that knows this epoch obeys it
 * @param acknowledgedAt since when no effect of what it holds starts any more; null while that is not known
 * @param release how it ended, or null while it is in force
 */
public record StopOrder(
        String id,
        StopScope scope,
        String name,
        String reason,
        By by,
        Instant placedAt,
        long epoch,
        @Nullable Instant acknowledgedAt,
        @Nullable Release release) {
    /**
     * An operator, or a rule that tripped.
     *
     * @param id {@code opr_…} or {@code trigger:NAME}
     */
    public record By(String id, String name) {
        public static By operator(Operator operator) {
            return new By(operator.id(), operator.name());
        }

        public static By trigger(String name) {
            return new By("trigger:" + name, name);
        }
    }

    public record Release(By by, Instant at, String reason) {}

    public StopOrder {
        Objects.requireNonNull(id, "id");
        if (scope == StopScope.ALL != name.isEmpty()) {
            throw new IllegalArgumentException("a stop of " + scope.code() + " called '" + name + "': bug");
        }
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(placedAt, "placedAt");
    }

    public boolean inForce() {
        return release == null;
    }

    /**
     * Whether it holds what a session does at a target. An undo is an operator's and what one does after a stop, so only
     * a stop that names this very undo holds it.
     */
    public boolean covers(Session session, String target) {
        return scope == StopScope.TARGET
                ? session.kind() == Session.Kind.AGENT && name.equals(target)
                : covers(session);
    }

    /** Whether it holds a session, at one of its targets at least. */
    public boolean covers(Session session) {
        var agent = session.agent();
        return switch (scope) {
            case SESSION -> name.equals(session.id());
            case ALL -> ofAgent(session);
            case ENVIRONMENT -> ofAgent(session) && name.equals(session.environment());
            case WORKFLOW -> ofAgent(session) && name.equals(session.workflow());
            case AGENT -> ofAgent(session) && name.equals(agent.id());
            case AGENT_VERSION -> ofAgent(session) && name.equals(agent.id() + "@" + agent.version());
            case TARGET -> ofAgent(session) && session.targets().contains(name);
        };
    }

    private static boolean ofAgent(Session session) {
        return session.kind() == Session.Kind.AGENT;
    }

    /** For people: {@code agent refunds}, or {@code all}. */
    public String what() {
        return name.isEmpty() ? scope.code() : scope.code().replace('_', ' ') + " " + name;
    }
}
