package dev.astern.policy;

import java.util.Objects;

/**
 * Where it is done.
 *
 * @param kind the connector's kind, for example {@code postgresql}
 */
public record TargetFacts(String name, String kind, String environment) {
    public TargetFacts {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(environment, "environment");
    }
}
