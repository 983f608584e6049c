package dev.astern.model;

import java.util.Objects;

/**
 * Who acts in a session.
 *
 * @param id for example {@code refund-bot}
 * @param version for example {@code 2026-11-03} or a digest
 */
public record Agent(String id, String version) {
    public Agent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(version, "version");
    }
}
