package dev.astern.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who acts in a session, and what it acts with.
 *
 * @param id for example {@code refund-bot}
 * @param version for example {@code 2026-11-03} or a digest
 * @param prompt the prompt's version or digest, or null where nobody said
 * @param model the model's name and version, or null
 * @param tools the version or digest of its set of tools, or null
 */
public record Agent(
        String id,
        String version,
        @Nullable String prompt,
        @Nullable String model,
        @Nullable String tools) {
    public Agent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(version, "version");
    }

    public Agent(String id, String version) {
        this(id, version, null, null, null);
    }
}
