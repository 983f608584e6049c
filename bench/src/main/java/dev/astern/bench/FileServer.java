package dev.astern.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An MCP server over standard streams whose files are in its memory, so that next to nothing of a call's time is its own. */
public final class FileServer {
    private static final JsonMapper JSON = new JsonMapper();
    private final Map<String, String> files = new HashMap<>();

    private FileServer() {}

    public static void main(String... args) throws IOException {
        var server = new FileServer();
        var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            var request = JSON.readTree(line);
            if (request.has("id")) {
                var answer = Map.of("jsonrpc", "2.0", "id", request.get("id"), "result", server.result(request));
                System.out.println(JSON.writeValueAsString(answer));
            }
        }
    }

    private Object result(JsonNode request) {
        return switch (request.path("method").asString()) {
            case "initialize" ->
                Map.of(
                        "protocolVersion", "2025-11-25",
                        "capabilities", Map.of("tools", Map.of()),
                        "serverInfo", Map.of("name", "bench", "version", "1"));
            case "tools/list" ->
                Map.of("tools", List.of(tool("read_text_file", "path"), tool("write_file", "path", "content")));
            default -> call(request.path("params"));
        };
    }

    private static Map<String, Object> tool(String name, String... arguments) {
        var properties = new HashMap<String, Object>();
        for (var argument : arguments) {
            properties.put(argument, Map.of("type", "string"));
        }
        var schema = Map.of("type", "object", "properties", properties, "required", List.of(arguments));
        return Map.of("name", name, "description", "For measuring", "inputSchema", schema);
    }

    private Object call(JsonNode params) {
        var arguments = params.path("arguments");
        var path = arguments.path("path").asString();
        if (params.path("name").asString().equals("write_file")) {
            files.put(path, arguments.path("content").asString());
            return said("written");
        }
        return said(files.computeIfAbsent(path, name -> "nothing"));
    }

    private static Object said(String text) {
        return Map.of(
                "content", List.of(Map.of("type", "text", "text", text)), "structuredContent", Map.of("content", text));
    }
}
