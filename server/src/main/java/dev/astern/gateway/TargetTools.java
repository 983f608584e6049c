package dev.astern.gateway;

import dev.astern.connector.Tool;
import java.util.List;

/** What a session may call at one of its targets. */
public record TargetTools(String target, List<Tool> tools) {
    public TargetTools {
        tools = List.copyOf(tools);
    }
}
