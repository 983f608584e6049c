package dev.astern.hook;

import dev.astern.gateway.ActionRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tool is about to be called with.
 *
 * @param call the session's name for the call
 * @param mcpServer what the host says of the server that the tool is from; null for none
 * @param reason the agent's own words
 */
record ToolCall(
        String call,
        String tool,
        Map<String, @Nullable Object> input,
        String cwd,
        @Nullable Object mcpServer,
        String reason) {
    private static final int MAX_REASON = 2_000;
    /** The agent's words about a command; they change from one time to the next, and nothing that is done. */
    private static final String WORDS = "description";

    static ToolCall of(Map<String, @Nullable Object> fields) {
        var event = new Event(fields);
        event.check("PreToolUse");
        var tool = event.text("tool_name");
        var input = event.object("tool_input");
        var words = tool.equals("Bash") && input.remove(WORDS) instanceof String text ? text : "";
        return new ToolCall(
                event.call(),
                tool,
                input,
                event.textOr("cwd"),
                event.any("mcp_server"),
                words.length() <= MAX_REASON ? words : "");
    }

    ActionRequest request(String target) {
        var arguments = new HashMap<String, Object>();
        arguments.put("input", input);
        arguments.put("cwd", cwd);
        if (mcpServer != null) {
            arguments.put("mcp_server", mcpServer);
        }
        return new ActionRequest(target, tool, arguments, false, null, call, reason, List.of(), 0);
    }
}
