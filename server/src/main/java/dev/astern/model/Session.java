package dev.astern.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One run under one short-lived token: the unit of stop and rollback.
 *
 * @param id {@code ses_…}, or {@code und_…} for an undo, which is a session of its operator's
 * @param kind whose run it is
 * @param agent who acts; for an undo the operator's name with version {@code operator}
 * @param environment for example {@code production}
 * @param targets names of the targets it may use
 * @param startedBy the operator's id
 * @param startedAt when
 * @param expiresAt from then on every call is refused
 * @param revokedAt when it was ended early, or null
 * @param revokedBy by which operator, or null
 * @param workflow the business process, or null
 * @param conduct what it is held to beside policy
 */
public record Session(
        String id,
        Kind kind,
        Agent agent,
        String environment,
        List<String> targets,
        String startedBy,
        Instant startedAt,
        Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable String revokedBy,
        @Nullable String workflow,
        Conduct conduct) {
    public enum Kind {
        AGENT,
        UNDO
    }

    /** Held to nothing beside policy. */
    public Session(
            String id,
            Kind kind,
            Agent agent,
            String environment,
            List<String> targets,
            String startedBy,
            Instant startedAt,
            Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable String revokedBy,
            @Nullable String workflow) {
        this(
                id,
                kind,
                agent,
                environment,
                targets,
                startedBy,
                startedAt,
                expiresAt,
                revokedAt,
                revokedBy,
                workflow,
                Conduct.FREE);
    }

    public Session {
        Objects.requireNonNull(conduct, "conduct");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(agent, "agent");
        Objects.requireNonNull(environment, "environment");
        targets = List.copyOf(targets);
        Objects.requireNonNull(startedBy, "startedBy");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }
}
