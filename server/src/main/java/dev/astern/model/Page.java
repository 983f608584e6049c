package dev.astern.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of a list, in a stable order.
 *
 * @param next where to go on, or null at the end
 */
public record Page<T>(List<T> items, @Nullable String next) {
    public Page {
        items = List.copyOf(items);
    }
}
