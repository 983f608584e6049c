package dev.astern.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An element of a list that is about one person, and is erased with that person.
 *
 * @param person who it is, as the target's column says
 */
public record Personal(String person, @Nullable Object value) {
    public Personal {
        Objects.requireNonNull(person, "person");
    }
}
