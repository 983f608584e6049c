package dev.astern.mcp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One tool as a client sees it.
 *
 * @param name 1 to 64 letters, digits, {@code _} and {@code -}, which every known client takes
 * @param inputSchema JSON Schema 2020-12
 * @param outputSchema JSON Schema of the structured content; empty for none
 * @param readOnly true only where it is enforced
 */
record ToolSpec(
        String name,
        String title,
        String description,
        Map<String, Object> inputSchema,
        Map<String, Object> outputSchema,
        boolean readOnly) {
    ToolSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(description, "description");
        inputSchema = Map.copyOf(inputSchema);
        outputSchema = Map.copyOf(outputSchema);
    }

    Map<String, Object> toJson() {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", name);
        json.put("title", title);
        json.put("description", description);
        json.put("inputSchema", inputSchema);
        if (!outputSchema.isEmpty()) {
            json.put("outputSchema", outputSchema);
        }
        json.put("annotations", annotations());
        return json;
    }

    /** A write can be undone, but it does change what is there: clients that ask before they destroy should ask. */
    private Map<String, Object> annotations() {
        return Map.of(
                "title", title,
                "readOnlyHint", readOnly,
                "destructiveHint", !readOnly,
                "idempotentHint", readOnly,
                "openWorldHint", false);
    }
}
