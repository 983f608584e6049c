package dev.astern.rest;

import dev.astern.connector.Tool;
import dev.astern.gateway.TargetTools;
import dev.astern.gateway.ToolNames;
import java.util.ArrayList;
import java.util.List;

/** What a session may call at one of its targets. */
record ToolsView(String target, List<ToolView> tools) {
    /**
     * @param name what {@code POST /v1/actions} takes, beside the target
     * @param qualifiedName the same and the target in one name, which is the session's alone, and MCP's name of it
     * @param inputSchema JSON Schema, as JSON text
     */
    record ToolView(
            String name,
            String qualifiedName,
            String title,
            String description,
            String inputSchema,
            boolean readOnly) {}

    static List<ToolsView> of(List<TargetTools> all) {
        var names = ToolNames.ofTargets(all).iterator();
        var views = new ArrayList<ToolsView>();
        for (var target : all) {
            var tools = target.tools().stream()
                    .map(tool -> view(tool, names.next()))
                    .toList();
            views.add(new ToolsView(target.target(), tools));
        }
        return views;
    }

    private static ToolView view(Tool tool, String qualifiedName) {
        return new ToolView(
                tool.name(), qualifiedName, tool.title(), tool.description(), tool.inputSchema(), tool.readOnly());
    }
}
