package dev.astern.connector.common;

import dev.astern.connector.Tool;
import java.util.List;
import java.util.Map;

/** Writes tools with the JSON Schema of their arguments. */
public final class Schemas {
    private Schemas() {}

    public static Map<String, Object> text(String description) {
        return Map.of("type", "string", "description", description);
    }

    public static Map<String, Object> texts(String description) {
        return Map.of("type", "array", "items", Map.of("type", "string"), "description", description);
    }

    public static Map<String, Object> number(String description, int min, int max) {
        return Map.of("type", "integer", "minimum", min, "maximum", max, "description", description);
    }

    public static Map<String, Object> object(String description) {
        return Map.of("type", "object", "description", description);
    }

    public static Tool tool(
            String name, String description, Map<String, ?> properties, List<String> required, boolean readOnly) {
        var schema =
                Map.of("type", "object", "properties", properties, "required", required, "additionalProperties", false);
        var title = name.replace('_', ' ');
        return new Tool(name, title, description, Texts.JSON.writeValueAsString(schema), readOnly);
    }
}
