package dev.astern.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A person or a service that looks after agents.
 *
 * @param id {@code opr_…}
 * @param name unique
 * @param permissions what it may do
 * @param createdAt when
 * @param revokedAt since when its token is refused, or null
 */
public record Operator(
        String id,
        String name,
        Set<Permission> permissions,
        Instant createdAt,
        @Nullable Instant revokedAt) {
    public Operator {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        permissions = Set.copyOf(permissions);
        Objects.requireNonNull(createdAt, "createdAt");
    }

    public boolean may(Permission permission) {
        return revokedAt == null && permissions.contains(permission);
    }
}
