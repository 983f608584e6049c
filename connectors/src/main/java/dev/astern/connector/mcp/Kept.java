package dev.astern.connector.mcp;

import dev.astern.connector.Image;
import dev.astern.library.model.Json;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is kept with a change, for taking it back.
 *
 * @param captures what the entry's pattern took from the call
 * @param other the key of a move's other end
 */
record Kept(Map<String, Object> captures, Optional<Image> other) {
    static final Kept NOTHING = new Kept(Map.of(), Optional.empty());

    static Kept read(String detail) {
        if (detail.isEmpty() || !(Json.read(detail).orElse("") instanceof Map<?, ?> known)) {
            return NOTHING;
        }
        var captures = new HashMap<String, Object>();
        Rpc.object(known.get("captures"))
                .ifPresent(all -> all.forEach((name, value) -> {
                    if (value != null) {
                        captures.put(name, value);
                    }
                }));
        return new Kept(captures, Rpc.object(known.get("other")).map(Kept::key));
    }

    private static Image key(Map<String, @Nullable Object> fields) {
        var key = new LinkedHashMap<String, @Nullable String>();
        fields.forEach((name, value) -> key.put(name, String.valueOf(value)));
        return new Image(key);
    }

    String text() {
        var known = new LinkedHashMap<String, Object>();
        if (!captures.isEmpty()) {
            known.put("captures", captures);
        }
        other.ifPresent(key -> known.put("other", key.fields()));
        return known.isEmpty() ? "" : Json.write(known);
    }
}
