package dev.astern.connector.resource;

import dev.astern.connector.Image;
import dev.astern.connector.Problem;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a system said when it was asked for a resource. */
public sealed interface Seen {
    /**
     * It is there.
     *
     * @param image those of its fields that count
     * @param version what a conditional write may be bound to, or null where the system has no such thing
     */
    record Present(Image image, @Nullable String version) implements Seen {
        public Present {
            Objects.requireNonNull(image, "image");
        }

        public Present(Image image) {
            this(image, null);
        }
    }

    /** It is certainly not there. */
    record Absent() implements Seen {}

    /** Nobody knows. */
    record Unreadable(Problem problem) implements Seen {}
}
