package dev.astern.connector;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One resource as it was right before an action was sent, and what was meant to come of it.
 *
 * @param resource for example {@code contacts}
 * @param key null where the target gives it to what it makes
 * @param kind what was meant to happen
 * @param before what it was; null where it was not there
 * @param meant the fields that the action sets; without fields where only the target knows what comes of it
 * @param detail the connector's own words, for taking it back
 */
public record KeptChange(
        String resource,
        @Nullable Image key,
        Effect.Kind kind,
        @Nullable Image before,
        Image meant,
        String detail) {
    public KeptChange {
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(meant, "meant");
        Objects.requireNonNull(detail, "detail");
    }
}
