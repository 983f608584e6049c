package dev.astern.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps things from being erased while it is in force.
 *
 * @param scope {@code all}, or {@code session:ID}
 */
public record LegalHold(
        String id,
        String scope,
        String reason,
        String placedBy,
        Instant placedAt,
        @Nullable String releasedBy,
        @Nullable Instant releasedAt) {
    public static final String ALL = "all";

    public LegalHold {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(scope, "scope");
    }

    public static String ofSession(String sessionId) {
        return "session:" + sessionId;
    }
}
