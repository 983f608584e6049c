package dev.astern.connector;

import java.util.Map;
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
 * @param erased whether it is known only that something happened: the row was about a person whose data was erased, and
 *     what is not null of key and images has no fields
 */
public record Effect(
        String resource,
        @Nullable Image key,
        Kind kind,
        @Nullable Image before,
        @Nullable Image after,
        boolean erased) {
    public Effect(String resource, @Nullable Image key, Kind kind, @Nullable Image before, @Nullable Image after) {
        this(resource, key, kind, before, after, false);
    }

    /** A row that an action changed and that was erased since. */
    public static Effect erased(String resource, Kind kind) {
        var empty = new Image(Map.of());
        return new Effect(
                resource, null, kind, kind == Kind.INSERT ? null : empty, kind == Kind.DELETE ? null : empty, true);
    }

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
