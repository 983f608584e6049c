package dev.astern.connector.kubernetes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A manifest as flat fields and back. A field is named by its JSON pointer; in lists that Kubernetes merges by a name, an
 * item's place is that name, {@code /spec/template/spec/containers/[name=web]/image}, so that two people may change two
 * containers. Every other list is one field: its order may mean something. What is null or empty in between is not there.
 */
final class Fields {
    /** By the name of the list; the first set of names that all items have. */
    private static final Map<String, List<List<String>>> KEYS = Map.ofEntries(
            Map.entry("containers", List.of(List.of("name"))),
            Map.entry("ephemeralContainers", List.of(List.of("name"))),
            Map.entry("env", List.of(List.of("name"))),
            Map.entry("volumes", List.of(List.of("name"))),
            Map.entry("volumeMounts", List.of(List.of("mountPath"))),
            Map.entry("volumeDevices", List.of(List.of("devicePath"))),
            Map.entry("imagePullSecrets", List.of(List.of("name"))),
            Map.entry("hostAliases", List.of(List.of("ip"))),
            Map.entry("ownerReferences", List.of(List.of("uid"))),
            Map.entry("ports", List.of(List.of("containerPort", "protocol"), List.of("port", "protocol"))));

    private static final Map<String, String> DEFAULTS = Map.of("protocol", "TCP");

    private Fields() {}

    /** @param merged whether lists are merged by name, as in the kinds that Kubernetes itself has */
    static Map<String, JsonNode> flat(JsonNode root, boolean merged) {
        var flat = new LinkedHashMap<String, JsonNode>();
        walk("", "", root, merged, flat);
        return flat;
    }

    private static void walk(String path, String name, JsonNode node, boolean merged, Map<String, JsonNode> flat) {
        if (node instanceof ObjectNode object && (!object.isEmpty() || path.isEmpty())) {
            object.properties()
                    .forEach(p -> walk(path + "/" + escaped(p.getKey()), p.getKey(), p.getValue(), merged, flat));
            return;
        }
        var items = node instanceof ArrayNode array && merged ? items(name, array) : null;
        if (items != null) {
            items.forEach((selector, item) -> walk(path + "/" + selector, "", item, true, flat));
        } else if (!node.isNull()) {
            flat.put(path, node);
        }
    }

    /** The items by their names; null where not all of them have one of their own. */
    private static @Nullable Map<String, JsonNode> items(String name, ArrayNode array) {
        return array.isEmpty()
                ? null
                : KEYS.getOrDefault(name, List.of()).stream()
                        .map(keys -> items(keys, array))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElse(null);
    }

    private static Optional<Map<String, JsonNode>> items(List<String> keys, ArrayNode array) {
        var items = new LinkedHashMap<String, JsonNode>();
        for (var item : array) {
            var parts = new ArrayList<String>();
            for (var key : keys) {
                var value = item.path(key);
                var text = value.isValueNode() ? value.asString() : DEFAULTS.get(key);
                if (text == null) {
                    return Optional.empty();
                }
                parts.add(key + "=" + escaped(text));
            }
            if (items.put("[" + String.join(",", parts) + "]", item) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(items);
    }

    private static String escaped(String name) {
        var text = name.replace("~", "~0").replace("/", "~1");
        return text.startsWith("[") ? "~2" + text.substring(1) : text;
    }

    private static String unescaped(String segment) {
        return segment.replace("~2", "[").replace("~1", "/").replace("~0", "~");
    }

    /** The manifest that has these fields. */
    static ObjectNode build(Map<String, JsonNode> flat) {
        var root = new Place();
        flat.forEach((path, value) -> {
            var place = root;
            for (var segment : path.substring(1).split("/", -1)) {
                place = place.inner.computeIfAbsent(segment, s -> new Place());
            }
            place.value = value;
        });
        return root.object();
    }

    private static final class Place {
        private final Map<String, Place> inner = new LinkedHashMap<>();
        private @Nullable JsonNode value;

        JsonNode node() {
            if (inner.isEmpty()) {
                return Objects.requireNonNull(value, "a place without a value: bug");
            }
            return inner.keySet().iterator().next().startsWith("[") ? array() : object();
        }

        ObjectNode object() {
            var object = Json.MAPPER.createObjectNode();
            inner.forEach((segment, place) -> object.set(unescaped(segment), place.node()));
            return object;
        }

        private ArrayNode array() {
            var array = Json.MAPPER.createArrayNode();
            inner.values().forEach(place -> array.add(place.node()));
            return array;
        }
    }
}
