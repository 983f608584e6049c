package dev.astern.connector;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One resource at one moment, field by field, in the target's own exact text form. A field whose value is null is
 * present with null; a field that is not in the map was not captured.
 */
public record Image(Map<String, @Nullable String> fields) {
    public Image {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public @Nullable String get(String field) {
        return fields.get(field);
    }
}
