package dev.astern.library.fill;

import dev.astern.library.model.Json;
import dev.astern.library.model.Placeholder;
import dev.astern.library.model.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Values that were found and checked.
 *
 * @param values by placeholder
 * @param types by placeholder
 */
record Values(Map<String, Object> values, Map<String, Placeholder> types) {
    Object value(String name) {
        return Objects.requireNonNull(values.get(name), () -> "bug: no value for " + name);
    }

    /** A capture that the entry doesn't describe is text. */
    ValueType type(String name) {
        return types.getOrDefault(name, Placeholder.capture(name)).type();
    }

    String text(String name) {
        var value = value(name);
        return value instanceof Map<?, ?> || value instanceof List<?> ? Json.write(value) : ValueType.text(value);
    }

    Object json(String name) {
        return type(name).json(value(name));
    }
}
