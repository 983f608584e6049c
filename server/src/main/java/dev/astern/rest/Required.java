package dev.astern.rest;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import org.jspecify.annotations.Nullable;

/** Fields that a request must have. */
final class Required {
    private Required() {}

    static <T> T value(String name, @Nullable T value) {
        if (value == null) {
            throw Problem.of(Reason.BAD_REQUEST, "the field " + name + " is missing")
                    .toException();
        }
        return value;
    }

    static String text(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw Problem.of(Reason.BAD_REQUEST, "the field " + name + " is missing or empty")
                    .toException();
        }
        return value;
    }
}
