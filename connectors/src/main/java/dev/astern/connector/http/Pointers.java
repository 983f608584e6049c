package dev.astern.connector.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Nested objects as fields that are named by JSON pointers, and back as a merge patch. Lists and single values are fields; so
 * is an object without any.
 */
final class Pointers {
    private Pointers() {}

    /** Each field of an object, by its pointer. */
    static void flatten(ObjectNode object, BiConsumer<String, JsonNode> field) {
        flatten("", object, field);
    }

    private static void flatten(String at, JsonNode node, BiConsumer<String, JsonNode> field) {
        if (node.isObject() && (!node.isEmpty() || at.isEmpty())) {
            node.properties().forEach(p -> flatten(at + "/" + escaped(p.getKey()), p.getValue(), field));
        } else {
            field.accept(at, node);
        }
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** The name of the outermost field. */
    static String top(String pointer) {
        int end = pointer.indexOf('/', 1);
        return plain(end < 0 ? pointer.substring(1) : pointer.substring(1, end));
    }

    private static String plain(String name) {
        return name.replace("~1", "/").replace("~0", "~");
    }

    /** Whether something lies within a field. */
    static boolean within(Map<String, @Nullable String> fields, String pointer) {
        return fields.keySet().stream().anyMatch(other -> other.startsWith(pointer + "/"));
    }

    /**
     * What to set, so that some fields are as wanted: null for what is to go, as far up as nothing wanted is in it, because
     * an object that is left without fields would be something new.
     */
    static Map<String, @Nullable String> changes(Map<String, @Nullable String> wanted, Set<String> fields) {
        var changes = new LinkedHashMap<String, @Nullable String>();
        for (var field : fields) {
            if (wanted.containsKey(field)) {
                changes.put(field, wanted.get(field));
            } else if (!within(wanted, field)) {
                changes.put(gone(wanted, field), null);
            }
        }
        return changes;
    }

    private static String gone(Map<String, @Nullable String> wanted, String pointer) {
        for (int end = pointer.indexOf('/', 1); end > 0; end = pointer.indexOf('/', end + 1)) {
            var above = pointer.substring(0, end);
            if (!wanted.containsKey(above) && !within(wanted, above)) {
                return above;
            }
        }
        return pointer;
    }

    /** @param fields as images have them; null for what is to go */
    static ObjectNode patch(Map<String, @Nullable String> fields) {
        var patch = Bodies.JSON.createObjectNode();
        fields.forEach((pointer, value) -> {
            if (value == null || !value.equals("{}") || !within(fields, pointer)) {
                set(patch, pointer, value);
            }
        });
        return patch;
    }

    private static void set(ObjectNode patch, String pointer, @Nullable String value) {
        var names = pointer.substring(1).split("/", -1);
        var at = patch;
        for (int i = 0; i < names.length - 1; i++) {
            var name = plain(names[i]);
            at = at.get(name) instanceof ObjectNode inner ? inner : at.putObject(name);
        }
        at.set(plain(names[names.length - 1]), Bodies.JSON.readTree(value == null ? "null" : value));
    }
}
