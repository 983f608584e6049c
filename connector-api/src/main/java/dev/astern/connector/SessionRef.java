package dev.astern.connector;

import java.time.Instant;
import java.util.Objects;

/**
 * The session in whose name an action runs.
 *
 * @param id the session's id, {@code ses_…}
 * @param expiresAt credentials made for it at a target end then at the latest
 */
public record SessionRef(String id, Instant expiresAt) {
    public SessionRef {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }
}
