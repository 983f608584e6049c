package dev.astern.connector;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One resource that an action changed, net of everything the action did to it.
 *
 * @param resource for example {@code public.orders}
 * @param key the resource's key, or null where it has none
 * @param kind what happened to it
 * @param before what it was; null exactly for an insert
 * @param after what the agent left; null exactly for a delete
 */
public record Effect(
        String resource,
        @Nullable Image key,
        Kind kind,
        @Nullable Image before,
        @Nullable Image after) {
    public enum Kind {
        INSERT,
        UPDATE,
        DELETE,
        /** A change of structure: the images describe the object, not a row. */
        STRUCTURE
    }

    public Effect {
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(kind, "kind");
    }
}
