package dev.astern.connector;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an action left of one resource that it was to change, as far as that was seen. */
public sealed interface Left {
    /**
     * It changed.
     *
     * @param key now, which the target may have given it
     * @param after the whole of it as the action left it; null where it is gone. Fields that others may have changed at
     *     the same moment are as they were before, because they are not the action's
     */
    record Changed(Image key, @Nullable Image after) implements Left {
        public Changed {
            Objects.requireNonNull(key, "key");
        }
    }

    /** It is what it was. */
    record Unchanged() implements Left {}
}
