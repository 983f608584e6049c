package dev.astern.mcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a tool answered.
 *
 * @param content blocks of content as the protocol has them
 * @param structured the same for programs; empty for none
 * @param error true when the tool did not do what it was asked to
 */
record ToolReply(List<Map<String, Object>> content, Map<String, Object> structured, boolean error) {
    ToolReply {
        content = List.copyOf(content);
    }

    static ToolReply text(String text, Map<String, Object> structured, boolean error) {
        return new ToolReply(List.of(Map.of("type", "text", "text", text)), structured, error);
    }

    Map<String, Object> toJson() {
        var json = new LinkedHashMap<String, Object>();
        json.put("content", content);
        if (!structured.isEmpty()) {
            json.put("structuredContent", structured);
        }
        json.put("isError", error);
        return json;
    }
}
