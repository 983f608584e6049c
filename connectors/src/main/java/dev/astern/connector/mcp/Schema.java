package dev.astern.connector.mcp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A tool's schema, which its server writes, and which others validate by and read. */
final class Schema {
    /** For people; everything else means something to programs. */
    private static final Set<String> WORDS = Set.of("title", "description", "$comment");

    /** Those that could have a validator load what it should not, or work for ever. The server checks by them itself. */
    private static final Set<String> LEFT_OUT = Set.of("$id", "$schema", "pattern", "patternProperties", "format");

    private static final int DEEPEST = 40;
    private static final int WORDS_LONG = 2_000;

    private Schema() {}

    /** Whether it is a schema of an object that refers to nothing outside and hides nothing. */
    static boolean usable(@Nullable Object schema) {
        return schema == null || (schema instanceof Map<?, ?> && usable(schema, 0));
    }

    private static boolean usable(@Nullable Object part, int depth) {
        if (depth > DEEPEST) {
            return false;
        }
        return switch (part) {
            case Map<?, ?> members ->
                members.entrySet().stream()
                        .allMatch(member -> member(String.valueOf(member.getKey()), member.getValue(), depth));
            case List<?> elements -> elements.stream().allMatch(element -> usable(element, depth + 1));
            case String text -> Shown.plain(text);
            case null, default -> true;
        };
    }

    private static boolean member(String name, @Nullable Object value, int depth) {
        if (value instanceof String && (WORDS.contains(name) || LEFT_OUT.contains(name))) {
            return true;
        }
        boolean inside = !(name.equals("$ref") || name.equals("$dynamicRef"))
                || (value instanceof String text && text.startsWith("#"));
        return inside && Shown.plain(name) && usable(value, depth + 1);
    }

    /** The same without what is left out, and with words that hide nothing. */
    static Map<String, Object> shown(Map<String, @Nullable Object> schema) {
        var shown = new LinkedHashMap<String, Object>();
        schema.forEach((name, value) -> {
            if (value instanceof String text && WORDS.contains(name)) {
                shown.put(name, Shown.text(text, WORDS_LONG));
            } else if (value != null
                    && !(LEFT_OUT.contains(name) && !(value instanceof Map && name.equals("format")))) {
                shown.put(name, part(value));
            }
        });
        return shown;
    }

    private static Object part(Object value) {
        return switch (value) {
            case Map<?, ?> members -> Rpc.object(members).map(Schema::shown).orElseThrow();
            case List<?> elements -> {
                var shown = new ArrayList<Object>();
                elements.forEach(element -> {
                    if (element != null) {
                        shown.add(part(element));
                    }
                });
                yield shown;
            }
            default -> value;
        };
    }
}
