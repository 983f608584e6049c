package dev.astern.connector.kubernetes;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a cluster does with objects, for those that have texts in maps and no lists. */
final class FakeObjects {
    private final Map<String, ObjectNode> objects = new TreeMap<>();
    /** By path, manager, names of fields. */
    private final Map<String, Map<String, Set<String>>> owners = new HashMap<>();

    private int versions = 100;

    /** Others own what an apply would change. */
    static final class Conflict extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String field;
        private final String manager;

        Conflict(String field, String manager) {
            super(field);
            this.field = field;
            this.manager = manager;
        }

        String status() {
            var status = Json.MAPPER.createObjectNode().put("kind", "Status").put("reason", "Conflict");
            status.putObject("details")
                    .putArray("causes")
                    .addObject()
                    .put("reason", "FieldManagerConflict")
                    .put("message", "conflict with \"" + manager + "\"")
                    .put("field", field);
            return status.toString();
        }
    }

    @Nullable
    ObjectNode get(String path) {
        return objects.get(path);
    }

    String version(String path) {
        return objects.containsKey(path)
                ? objects.get(path).path("metadata").path("resourceVersion").asString("")
                : "";
    }

    /** A controller writes a status. */
    void touch(String path) {
        var object = Objects.requireNonNull(objects.get(path));
        object.withObject("/status").put("seen", ++versions);
        object.withObject("/metadata").put("resourceVersion", Integer.toString(++versions));
    }

    void remove(String path) {
        objects.remove(path);
        owners.remove(path);
    }

    static Map<String, JsonNode> leaves(@Nullable JsonNode object) {
        var leaves = new TreeMap<String, JsonNode>();
        if (object != null) {
            leaves.putAll(Fields.flat(object, false));
            leaves.keySet().removeIf(path -> !path.startsWith("/data/") && !path.matches("/metadata/(labels|annot).*"));
        }
        return leaves;
    }

    ObjectNode merge(String path, ObjectNode patch) {
        var merged = Objects.requireNonNull(objects.get(path)).deepCopy();
        merge(merged, patch);
        return merged;
    }

    private static void merge(ObjectNode into, ObjectNode patch) {
        patch.properties().forEach(p -> {
            if (p.getValue().isNull()) {
                into.remove(p.getKey());
            } else if (p.getValue() instanceof ObjectNode inner) {
                merge(into.withObject("/" + p.getKey().replace("~", "~0").replace("/", "~1")), inner);
            } else {
                into.set(p.getKey(), p.getValue());
            }
        });
    }

    /** Server-side apply, never forced. */
    ObjectNode apply(String path, String manager, ObjectNode manifest) {
        var now = objects.get(path);
        var result = now == null ? manifest.deepCopy() : now.deepCopy();
        var has = leaves(now);
        var wants = leaves(manifest);
        var owned = owners.getOrDefault(path, Map.of());
        wants.forEach((field, value) -> owned.forEach((other, fields) -> {
            if (!other.equals(manager) && fields.contains(field) && !value.equals(has.get(field))) {
                throw new Conflict(field, other);
            }
        }));
        var gone = new HashSet<>(owned.getOrDefault(manager, Set.of()));
        gone.removeAll(wants.keySet());
        owned.forEach((other, fields) -> {
            if (!other.equals(manager)) {
                gone.removeAll(fields);
            }
        });
        var all = Fields.flat(result, false);
        all.keySet().removeAll(gone);
        all.putAll(wants);
        return Fields.build(all);
    }

    ObjectNode stored(String path, String manager, ObjectNode object, boolean applied) {
        var was = leaves(objects.get(path));
        var is = leaves(object);
        var owned = owners.computeIfAbsent(path, p -> new HashMap<>());
        var changed = new HashSet<String>();
        is.forEach((field, value) -> {
            if (!value.equals(was.get(field))) {
                changed.add(field);
            }
        });
        owned.values().forEach(fields -> {
            fields.removeAll(changed);
            fields.retainAll(is.keySet());
        });
        owned.computeIfAbsent(manager, m -> new HashSet<>()).addAll(applied ? is.keySet() : changed);
        var metadata = object.withObject("/metadata");
        if (!metadata.has("uid")) {
            metadata.put("uid", UUID.randomUUID().toString());
        }
        metadata.put("resourceVersion", Integer.toString(++versions)).put("generation", versions);
        metadata.putArray("managedFields").addObject().put("manager", manager);
        objects.put(path, object);
        return object;
    }
}
