package dev.astern.connector.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.astern.connector.Secret;
import dev.astern.connector.resource.Within;
import dev.astern.library.model.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers over HTTP, of both eras, good and bad. */
class HttpWireTest {
    private static final Map<String, Object> TOOL = FakeServer.tool("get_card", "id");
    private final List<Map<String, Object>> received = new CopyOnWriteArrayList<>();
    private final List<String> headers = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server = start();
    private Upstream upstream = upstream(true);
    private volatile Handler handler = this::sessions;

    private interface Handler {
        void handle(HttpExchange exchange, Map<String, Object> request) throws IOException;
    }

    private HttpServer start() {
        try {
            var started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            started.createContext("/mcp", this::handle);
            started.start();
            return started;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Upstream upstream(boolean statelessFirst) {
        var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
        return new Upstream(new HttpWire(url, Map.of("X-Key", Secret.from(() -> "canary")), 100_000), statelessFirst);
    }

    @BeforeEach
    void fresh() {
        received.clear();
    }

    @AfterEach
    void close() {
        over.countDown();
        upstream.close();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        var request = FakeServer.object(Json.read(body).orElse(Map.of()));
        received.add(request);
        headers.add(exchange.getRequestHeaders().toString());
        try (exchange) {
            handler.handle(exchange, request);
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        var bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static String result(Map<String, Object> request, Object result) {
        return Json.write(Map.of("jsonrpc", "2.0", "id", request.getOrDefault("id", 0), "result", result));
    }

    private static String error(Map<String, Object> request) {
        return Json.write(Map.of(
                "jsonrpc", "2.0",
                "id", request.getOrDefault("id", 0),
                "error", Map.of("code", -32_601, "message", "Method not found")));
    }

    private static final Map<String, Object> SAID =
            Map.of("content", List.of(Map.of("type", "text", "text", "hello")), "isError", false);

    /** A server of the era with sessions, which answers in events. */
    private void sessions(HttpExchange exchange, Map<String, Object> request) throws IOException {
        var session = exchange.getRequestHeaders().getFirst("Mcp-Session-Id");
        switch (String.valueOf(request.get("method"))) {
            case "initialize" -> {
                exchange.getResponseHeaders().set("Mcp-Session-Id", "s-" + received.size());
                var info = Map.of("name", "web", "version", "2");
                var result = Map.of("protocolVersion", "2025-06-18", "capabilities", Map.of(), "serverInfo", info);
                answer(exchange, 200, "application/json", result(request, result));
            }
            case "notifications/initialized" -> answer(exchange, 202, "text/plain", "");
            case "tools/list" ->
                answer(exchange, 200, "application/json", result(request, Map.of("tools", List.of(TOOL))));
            case "tools/call" -> {
                if (session == null) {
                    answer(exchange, 400, "text/plain", "no session");
                    return;
                }
                var events = ": hello\n\nevent: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}\n\n"
                        + "id: 7\r\nevent: message\r\ndata: " + result(request, SAID) + "\r\n\r\n";
                answer(exchange, 200, "text/event-stream", events);
            }
            default -> answer(exchange, 400, "application/json", error(request));
        }
    }

    private void stateless(HttpExchange exchange, Map<String, Object> request) throws IOException {
        var given = exchange.getRequestHeaders();
        if (!"2026-07-28".equals(given.getFirst("MCP-Protocol-Version"))
                || !String.valueOf(request.get("method")).equals(given.getFirst("Mcp-Method"))) {
            answer(exchange, 400, "application/json", error(request));
            return;
        }
        var result = switch (String.valueOf(request.get("method"))) {
            case "server/discover" -> Map.of("supportedVersions", List.of("2026-07-28"));
            case "tools/list" -> Map.of("tools", List.of(TOOL), "resultType", "complete");
            default -> SAID;
        };
        answer(exchange, 200, "application/json", result(request, result));
    }

    private Called call() {
        return call(Duration.ofSeconds(10));
    }

    private Called call(Duration timeout) {
        var digest = Definition.of(TOOL).orElseThrow().digest();
        return upstream.call("get_card", digest, Map.of("id", "a"), Within.of(timeout));
    }

    private static String detail(Called called) {
        return switch (called) {
            case Called.Unknown(var problem, var answered) -> problem.detail();
            case Called.Unsent(var problem) -> problem.detail();
            case Called.Refused(var problem) -> problem.detail();
            case Called.Said said -> throw new AssertionError("it answered: " + said);
        };
    }

    @Test
    void a_server_with_sessions_is_called_in_one() {
        assertThat(call()).isInstanceOf(Called.Said.class);
        assertThat(headers.getLast()).containsIgnoringCase("Mcp-session-id=[s-").contains("2025-06-18", "canary");
        assertThat(headers.getLast()).doesNotContain("Mcp-method");
    }

    @Test
    void a_session_that_is_over_is_begun_anew() {
        call();
        var first = handler;
        handler = (exchange, request) -> {
            handler = first;
            answer(exchange, 404, "text/plain", "no such session");
        };
        assertThat(call()).isInstanceOf(Called.Said.class);
        assertThat(received.stream().filter(request -> "initialize".equals(request.get("method"))))
                .hasSize(2);
    }

    @Test
    void a_server_without_sessions_is_told_all_with_each_request() {
        handler = this::stateless;
        assertThat(call()).isInstanceOf(Called.Said.class);
        assertThat(headers.getLast())
                .containsIgnoringCase("Mcp-name=[get_card]")
                .doesNotContainIgnoringCase("session");
        assertThat(received.stream().map(request -> request.get("method"))).doesNotContain("initialize");
    }

    @Test
    void a_redirect_is_not_followed_and_carries_no_secret_away() throws IOException {
        var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var visits = new CopyOnWriteArrayList<String>();
        other.createContext("/", exchange -> {
            visits.add(exchange.getRequestURI().toString());
            exchange.close();
        });
        other.start();
        handler = (exchange, request) -> {
            exchange.getResponseHeaders()
                    .set("Location", "http://127.0.0.1:" + other.getAddress().getPort() + "/");
            answer(exchange, 307, "text/plain", "");
        };
        assertThat(detail(call())).contains("redirect");
        other.stop(0);
        assertThat(visits).isEmpty();
    }

    @Test
    void a_stream_without_end_is_cut_off() {
        call();
        handler = (exchange, request) -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            var body = exchange.getResponseBody();
            var event = ("data: " + "x".repeat(1_000) + "\n\n").getBytes(UTF_8);
            while (over.getCount() > 0) {
                body.write(event);
            }
        };
        assertThat(detail(call())).contains("more than 100000 bytes");
    }

    @Test
    void a_stream_that_stays_open_after_the_answer_is_not_waited_for() {
        call();
        handler = (exchange, request) -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(("data: " + result(request, SAID) + "\n\n").getBytes(UTF_8));
            exchange.getResponseBody().flush();
            await();
        };
        assertThat(call()).isInstanceOf(Called.Said.class);
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void one_that_never_answers_is_not_waited_for() {
        call();
        handler = (exchange, request) -> await();
        assertThat(call(Duration.ofSeconds(1))).isInstanceOf(Called.Unknown.class);
    }

    @Test
    void a_server_s_failure_leaves_doubt_and_its_refusal_does_not() {
        call();
        handler = (exchange, request) -> answer(exchange, 500, "text/html", "<h1>\u001B[31moops</h1>");
        assertThat(call()).isInstanceOf(Called.Unknown.class);
        handler = (exchange, request) -> answer(exchange, 403, "text/html", "no");
        assertThat(call()).isInstanceOf(Called.Refused.class);
    }

    @Test
    void nobody_there_means_that_nothing_was_sent() {
        call();
        server.stop(0);
        server = start();
        server.stop(0);
        assertThat(call()).isNotInstanceOf(Called.Said.class);
    }
}
