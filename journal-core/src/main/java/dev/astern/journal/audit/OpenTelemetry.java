package dev.astern.journal.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An action as the span of a tool's execution, after the semantic conventions of OpenTelemetry for generative AI, whose
 * status is still Development. What they have no name for is below {@code astern}.
 */
public final class OpenTelemetry {
    private static final String OPERATION = "execute_tool";

    private OpenTelemetry() {}

    public static Map<String, @Nullable Object> span(AuditItem.Action action) {
        var tool = action.text("tool").orElse("unknown");
        return Map.of(
                "name", OPERATION + " " + tool,
                "start_time", action.began().toString(),
                "end_time", action.ended().toString(),
                "attributes", attributes(action, tool));
    }

    private static Map<String, @Nullable Object> attributes(AuditItem.Action action, String tool) {
        var attributes = new HashMap<String, @Nullable Object>();
        attributes.put("gen_ai.operation.name", OPERATION);
        attributes.put("gen_ai.tool.name", tool);
        attributes.put("gen_ai.tool.call.id", action.id());
        attributes.put("gen_ai.conversation.id", action.session());
        put(attributes, "gen_ai.agent.id", action.member("agent", "id"));
        put(attributes, "gen_ai.agent.version", action.member("agent", "version"));
        put(attributes, "gen_ai.request.model", action.member("agent", "model"));
        put(attributes, "gen_ai.workflow.name", action.fact("workflow"));
        put(attributes, "error.type", action.fact("problem"));
        put(attributes, "gen_ai.tool.call.result", action.fact("output"));
        var command = action.fact("command");
        if (command != null) {
            attributes.put("gen_ai.tool.call.arguments", Map.of("command", command));
        }
        for (var name : List.of("target", "tier", "reversibility", "state", "exit_code", "risk_score", "environment")) {
            put(attributes, "astern." + name, action.fact(name));
        }
        put(attributes, "astern.policy.decision", action.member("policy", "decision"));
        put(attributes, "astern.approval.required", action.member("approval", "required"));
        return attributes;
    }

    /** An attribute that is not known is left out. */
    private static void put(Map<String, @Nullable Object> attributes, String name, @Nullable Object value) {
        if (value != null) {
            attributes.put(name, value);
        }
    }
}
