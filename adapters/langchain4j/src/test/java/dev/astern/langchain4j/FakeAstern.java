package dev.astern.langchain4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.astern.client.AgentClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The routes that an agent has, over real sockets. What its SQL says decides how an action ends. */
final class FakeAstern implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** @param body of {@code POST /v1/actions} */
    record Performed(String key, JsonNode body) {}

    private record Answer(int status, String body) {}

    private final HttpServer server;
    private final String tools;
    private final List<Performed> performed = new ArrayList<>();
    private final Map<String, Answer> firsts = new HashMap<>();
    private int effects;
    private int letIn = Integer.MAX_VALUE;
    private int stopped;

    /** @param schema of the arguments of its one tool that writes */
    FakeAstern(String schema) {
        tools = JSON.writeValueAsString(List.of(Map.of(
                "target",
                "shop",
                "tools",
                List.of(tool("read_rows", "{\"type\":\"object\"}", true), tool("run_sql", schema, false)))));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    private static Map<String, Object> tool(String name, String schema, boolean readOnly) {
        return Map.of(
                "name",
                name,
                "qualifiedName",
                "shop_" + name,
                "title",
                name,
                "description",
                "Does " + name + ".",
                "inputSchema",
                schema,
                "readOnly",
                readOnly);
    }

    AgentClient client() {
        return new AgentClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "ass_x");
    }

    synchronized List<Performed> performed() {
        return List.copyOf(performed);
    }

    /** How many actions took effect. */
    synchronized int effects() {
        return effects;
    }

    /** Lets some actions in, and then refuses some by a stop. */
    synchronized void stopAfter(int first, int then) {
        letIn = first;
        stopped = then;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var answer = answer(
                    exchange.getRequestURI().getPath(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            if (answer.status() > 0) {
                var bytes = answer.body().getBytes(UTF_8);
                exchange.sendResponseHeaders(answer.status(), bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private synchronized Answer answer(String path, String key, String body) {
        if (path.equals("/v1/tools")) {
            return new Answer(200, tools);
        }
        if (path.startsWith("/v1/session/actions/")) {
            return new Answer(200, """
                    {"id": "act_9", "target": "shop", "tool": "run_sql", "summary": "s", "tier": "write",
                     "reversibility": "irreversible", "state": "refused", "counts": [], "notes": [],
                     "reason": "approval_denied", "detail": "not this one"}""");
        }
        performed.add(new Performed(key, JSON.readTree(body)));
        if (performed.size() > letIn && performed.size() <= letIn + stopped) {
            return new Answer(403, """
                    {"reason": "stopped", "detail": "all", "next": "Wait.",
                     "facts": {"action": "act_7", "state": "refused"}}""");
        }
        return firsts.computeIfAbsent(key, k -> first(body));
    }

    private Answer first(String body) {
        if (body.contains("DROP")) {
            return new Answer(202, """
                    {"action": "act_9", "state": "held", "counts": [], "approval": "apr_9", "page": "http://x/apr_9",
                     "why": "It can't be taken back.", "rule": "r", "decideBy": "2026-11-21T10:00:00Z",
                     "next": "Ask for its state; do not send it again."}""");
        }
        if (body.contains("FORBIDDEN")) {
            return new Answer(403, """
                    {"reason": "policy_blocked", "detail": "not this", "next": "Ask the policy's owner.",
                     "facts": {"action": "act_8", "state": "refused", "rule": "no"}}""");
        }
        effects++;
        if (body.contains("LOST")) {
            return new Answer(0, "");
        }
        return new Answer(200, """
                {"action": "act_1", "state": "applied", "tier": "write", "reversibility": "reversible_with_state",
                 "counts": [{"resource": "public.item", "inserted": 0, "updated": 1, "deleted": 0}], "digest": "d",
                 "notes": [], "results": [{"tag": "SELECT", "rowCount": 1, "columns": [{"name": "n", "type": "numeric"}],
                 "rows": [[12345678901234567890.10]], "truncated": false}], "repeated": false}""");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
