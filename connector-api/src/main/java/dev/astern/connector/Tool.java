package dev.astern.connector;

import java.util.Objects;

/**
 * One tool that agents may call at a target.
 *
 * @param name unique in its connector, for example {@code run_sql}
 * @param title a few words for people
 * @param description what it does, for the agent
 * @param inputSchema JSON Schema of the arguments, as JSON text
 * @param readOnly true only where the connector enforces it
 */
public record Tool(String name, String title, String description, String inputSchema, boolean readOnly) {
    public Tool {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(inputSchema, "inputSchema");
    }
}
