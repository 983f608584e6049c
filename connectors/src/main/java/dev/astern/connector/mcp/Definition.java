package dev.astern.connector.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Tool;
import dev.astern.library.model.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A tool as its server defines it.
 *
 * @param name of letters, digits and a few signs, or it is not taken
 * @param raw all of it, as the server said it
 * @param digest over all of it, whatever the order
 */
record Definition(String name, Map<String, @Nullable Object> raw, String digest) {
    private static final int TITLE = 200;
    private static final int DESCRIPTION = 4_000;
    private static final int MOST_CHARACTERS = 64_000;

    /** Nothing where it can't be offered to anybody. */
    static Optional<Definition> of(@Nullable Object said) {
        return Rpc.object(said)
                .filter(raw -> raw.get("name") instanceof String name && name.matches("[A-Za-z0-9_.-]{1,128}"))
                .filter(raw -> keepable(Json.write(raw)))
                .filter(raw -> Schema.usable(raw.get("inputSchema")))
                .map(raw -> new Definition(String.valueOf(raw.get("name")), raw, digest(raw)));
    }

    private static boolean keepable(String json) {
        return json.length() <= MOST_CHARACTERS && UTF_8.newEncoder().canEncode(json);
    }

    private static String digest(Map<String, @Nullable Object> raw) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(Json.write(sorted(raw)).getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256: bug", e);
        }
    }

    private static Object sorted(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> members -> {
                var sorted = new TreeMap<String, Object>();
                members.forEach((name, member) -> sorted.put(String.valueOf(name), sorted(member)));
                yield sorted;
            }
            case List<?> elements -> elements.stream().map(Definition::sorted).toList();
            case Object other -> other;
        };
    }

    /** As agents get to see it. */
    Tool tool(boolean readOnly) {
        var title = raw.get("title") instanceof String text ? text : name;
        var description = raw.get("description") instanceof String text ? text : "";
        return new Tool(
                name,
                Shown.line(title, TITLE),
                Shown.text(description, DESCRIPTION),
                Json.write(Schema.shown(schema())),
                readOnly);
    }

    private Map<String, @Nullable Object> schema() {
        return Rpc.object(raw.get("inputSchema")).orElse(Map.of("type", "object"));
    }

    private Map<String, @Nullable Object> properties() {
        return Rpc.object(schema().get("properties")).orElse(Map.of());
    }

    Set<String> required() {
        var names = new TreeSet<String>();
        if (schema().get("required") instanceof List<?> list) {
            list.forEach(name -> names.add(String.valueOf(name)));
        }
        return names;
    }

    /** Names among these that it does not take. */
    Set<String> unknown(Set<String> given) {
        var unknown = new TreeSet<>(given);
        unknown.removeAll(properties().keySet());
        var more = schema().get("additionalProperties");
        return Boolean.TRUE.equals(more) || more instanceof Map ? Set.of() : unknown;
    }

    Map<String, @Nullable Object> annotations() {
        return Rpc.object(raw.get("annotations")).orElse(Map.of());
    }

    Map<String, @Nullable Object> meta() {
        return Rpc.object(raw.get("_meta")).orElse(Map.of());
    }
}
