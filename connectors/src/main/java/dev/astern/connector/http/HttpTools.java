package dev.astern.connector.http;

import dev.astern.connector.Tool;
import dev.astern.connector.http.Description.OperationType;
import dev.astern.connector.http.Description.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tools of a described API: for each resource what it allows, and each operation by its name. */
final class HttpTools {
    private static final Map<String, Object> TEXT = Map.of("type", "string");

    private HttpTools() {}

    static List<Tool> of(Description description) {
        var tools = new ArrayList<Tool>();
        for (var resource : description.resources().values()) {
            of(resource, tools);
        }
        description.operations().values().forEach(operation -> tools.add(of(operation)));
        return tools;
    }

    private static void of(Resource resource, List<Tool> tools) {
        var name = resource.name();
        var key = resource.key();
        Map<String, Object> fields = Map.of("type", "object", "description", fields(resource));
        tools.add(tool("read_" + name, "Read one of " + name, Map.of(key, TEXT), List.of(key), true));
        if (resource.list().isPresent()) {
            Map<String, Object> query = Map.of("type", "object", "additionalProperties", TEXT);
            tools.add(tool(
                    "list_" + name,
                    "List " + name + ", a page at a time",
                    Map.of("query", query, "page", TEXT),
                    List.of(),
                    true));
        }
        if (resource.create().isPresent()) {
            var properties = resource.givenKey() ? Map.of("fields", fields, key, TEXT) : Map.of("fields", fields);
            var required = resource.keyInCreatePath() ? List.of("fields", key) : List.of("fields");
            tools.add(tool("create_" + name, "Make one of " + name, properties, required, false));
        }
        if (resource.update().isPresent()) {
            tools.add(tool(
                    "update_" + name,
                    "Change fields of one of " + name,
                    Map.of(key, TEXT, "fields", fields),
                    List.of(key, "fields"),
                    false));
        }
        if (resource.delete().isPresent()) {
            tools.add(tool("delete_" + name, "Delete one of " + name, Map.of(key, TEXT), List.of(key), false));
        }
    }

    private static String fields(Resource resource) {
        return resource.fields().isEmpty()
                ? "names and values"
                : "any of " + resource.fields().stream().sorted().toList();
    }

    private static Tool of(OperationType operation) {
        var properties = new java.util.TreeMap<String, Object>();
        operation.arguments().forEach(argument -> properties.put(argument, Map.of()));
        return tool(operation.name(), operation.description(), properties, operation.arguments(), false);
    }

    private static Tool tool(
            String name, String description, Map<String, ?> properties, List<String> required, boolean readOnly) {
        var schema =
                Map.of("type", "object", "properties", properties, "required", required, "additionalProperties", false);
        return new Tool(name, description, description, Bodies.JSON.writeValueAsString(schema), readOnly);
    }
}
