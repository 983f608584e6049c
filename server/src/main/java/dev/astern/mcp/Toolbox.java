package dev.astern.mcp;

import dev.astern.gateway.Cancellation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tools of one caller, whatever revision of the protocol the caller speaks. */
interface Toolbox {
    List<ToolSpec> tools();

    /** What the tool answers; a refusal is an answer, too. */
    ToolReply call(ToolSpec tool, Map<String, Object> arguments, Cancellation cancellation);

    default Optional<ToolSpec> find(String name) {
        return tools().stream().filter(tool -> tool.name().equals(name)).findFirst();
    }
}
