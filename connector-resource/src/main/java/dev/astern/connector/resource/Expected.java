package dev.astern.connector.resource;

import dev.astern.connector.Effect;
import dev.astern.connector.Image;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One resource that a call is about to change.
 *
 * @param resource what kind it is
 * @param key null where the system gives it to what it makes
 * @param kind what is meant to happen to it
 * @param sets the fields that the call sets; empty where only the system knows what comes of it
 */
public record Expected(String resource, @Nullable Image key, Effect.Kind kind, Image sets) {
    private static final Image NOTHING = new Image(Map.of());

    public Expected {
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(sets, "sets");
    }

    /** A new resource; or one that is set, whether it is there or not. */
    public static Expected insert(String resource, @Nullable Image key, Image fields) {
        return new Expected(resource, key, Effect.Kind.INSERT, fields);
    }

    /** Some fields of a resource that is there; where it is not, nothing is sent. */
    public static Expected update(Ref ref, Image sets) {
        return new Expected(ref.resource(), ref.key(), Effect.Kind.UPDATE, sets);
    }

    /** A resource that something happens to, which only the system knows. */
    public static Expected touch(Ref ref) {
        return update(ref, NOTHING);
    }

    public static Expected delete(Ref ref) {
        return new Expected(ref.resource(), ref.key(), Effect.Kind.DELETE, NOTHING);
    }

    @Nullable
    Ref ref() {
        return key == null ? null : new Ref(resource, key);
    }
}
