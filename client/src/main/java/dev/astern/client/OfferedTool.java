package dev.astern.client;

/**
 * A tool that a session may call.
 *
 * @param target where
 * @param tool its name there, as a {@link Proposal} takes it
 * @param name one name for both, the session's alone: up to 64 letters, digits, {@code _} and {@code -}
 * @param description for the agent
 * @param inputSchema JSON Schema of its arguments, as JSON text
 * @param readOnly true only where that is enforced
 */
public record OfferedTool(
        String target,
        String tool,
        String name,
        String title,
        String description,
        String inputSchema,
        boolean readOnly) {}
