package dev.astern.systems;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files behind an MCP server, with the tools and the answers of the reference server for them. */
final class Shelf implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final Map<String, String> files = new ConcurrentSkipListMap<>();
    private final HttpServer server;

    Shelf() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/mcp", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/mcp";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = JSON.readTree(exchange.getRequestBody().readAllBytes());
            var result = result(request);
            var body = Map.of("jsonrpc", "2.0", "id", request.path("id"), "result", result);
            var bytes = JSON.writeValueAsString(body).getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Map<String, ?> result(JsonNode request) {
        return switch (request.path("method").asString()) {
            case "server/discover" -> Map.of("supportedVersions", List.of("2026-07-28"));
            case "tools/list" ->
                Map.of(
                        "resultType",
                        "complete",
                        "tools",
                        List.of(tool("read_text_file", "path"), tool("write_file", "path", "content")));
            default -> called(request.path("params"));
        };
    }

    static Map<String, Object> tool(String name, String... arguments) {
        var properties = new LinkedHashMap<String, Object>();
        for (var argument : arguments) {
            properties.put(argument, Map.of("type", "string"));
        }
        var schema = Map.of("type", "object", "properties", properties, "required", List.of(arguments));
        return Map.of("name", name, "description", "Does " + name, "inputSchema", schema);
    }

    private Map<String, ?> called(JsonNode params) {
        var path = params.path("arguments").path("path").asString();
        if (params.path("name").asString().equals("write_file")) {
            files.put(path, params.path("arguments").path("content").asString());
            return said("written", false);
        }
        var content = files.get(path);
        return content == null ? said("ENOENT: no such file", true) : said(content, false);
    }

    static Map<String, ?> said(String text, boolean error) {
        return Map.of(
                "resultType",
                "complete",
                "content",
                List.of(Map.of("type", "text", "text", text)),
                "structuredContent",
                Map.of("content", text),
                "isError",
                error);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
