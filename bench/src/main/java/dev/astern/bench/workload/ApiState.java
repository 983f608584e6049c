package dev.astern.bench.workload;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The state of one API as a document: objects down to texts, each in the words of the recording. */
final class ApiState {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** What is empty is an object without fields, whichever kind it was. */
    private static final Set<String> EMPTY = Set.of("{}", "[]");

    private ApiState() {}

    static ObjectNode of(JsonNode initial) {
        var state = of(initial, NODES.objectNode());
        return state instanceof ObjectNode object ? object : NODES.objectNode();
    }

    private static JsonNode of(JsonNode value, ObjectNode into) {
        if (value.isObject()) {
            value.properties().forEach(p -> into.set(p.getKey(), of(p.getValue(), NODES.objectNode())));
            return into;
        }
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                into.set(Integer.toString(i), of(value.get(i), NODES.objectNode()));
            }
            return into;
        }
        return value.isString() ? NODES.stringNode("'" + value.asString() + "'") : NODES.stringNode(value.toString());
    }

    /** What goes, goes first, so that an object can take the place of a value and the other way round. */
    static void apply(ObjectNode state, List<ApiStep.Leaf> effects) {
        effects.stream().filter(leaf -> leaf.after() == null).forEach(leaf -> remove(state, leaf.path()));
        for (var leaf : effects) {
            if (leaf.after() != null) {
                set(state, leaf.path(), leaf.after());
            }
        }
    }

    private static void remove(ObjectNode state, List<String> path) {
        parent(state, path).ifPresent(parent -> parent.remove(path.getLast()));
    }

    private static Optional<ObjectNode> parent(ObjectNode state, List<String> path) {
        var at = state;
        for (var name : path.subList(0, path.size() - 1)) {
            if (!(at.get(name) instanceof ObjectNode inner)) {
                return Optional.empty();
            }
            at = inner;
        }
        return Optional.of(at);
    }

    static void set(ObjectNode state, List<String> path, String value) {
        var at = state;
        for (var name : path.subList(0, path.size() - 1)) {
            at = at.get(name) instanceof ObjectNode inner ? inner : at.putObject(name);
        }
        if (!EMPTY.contains(value)) {
            at.put(path.getLast(), value);
        } else if (!(at.get(path.getLast()) instanceof ObjectNode)) {
            at.putObject(path.getLast());
        }
    }

    /** As RFC 7396 has it. */
    static void merge(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(p -> {
            if (p.getValue().isNull()) {
                target.remove(p.getKey());
            } else if (p.getValue() instanceof ObjectNode inner) {
                var into = target.get(p.getKey()) instanceof ObjectNode known ? known : target.putObject(p.getKey());
                merge(into, inner);
            } else {
                target.set(p.getKey(), p.getValue());
            }
        });
    }
}
