package dev.astern.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.config.ServerSettings;
import dev.astern.connector.sql.SqlProvider;
import dev.astern.connector.sql.Target;
import dev.astern.gateway.StepObserver;
import dev.astern.model.Agent;
import dev.astern.session.StartSession;
import dev.astern.target.NewTarget;
import dev.astern.testing.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** Both eras of MCP at the server as it is started, over real HTTP and a real target. */
class McpTest {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String OLD = "2025-11-25";
    private static final String NEW = "2026-07-28";
    private static final Map<String, Object> META = Map.of(
            "io.modelcontextprotocol/protocolVersion", NEW, "io.modelcontextprotocol/clientCapabilities", Map.of());

    @TempDir
    private static Path data;

    private static Target target;
    private static ConfigurableApplicationContext server;
    private static URI url;
    private static String operator;
    private static String agent;

    @BeforeAll
    static void start() throws Exception {
        target = new Target(
                "CREATE TABLE item (id int PRIMARY KEY, n int NOT NULL)", "INSERT INTO item VALUES (1, 0), (2, 0)");
        var store = TestPostgres.database();
        var password = Files.writeString(data.resolve("store-password"), store.password());
        var targetPassword = Files.writeString(data.resolve("target-password"), "gateway");
        var settings = new ServerSettings(
                        data, "127.0.0.1", 0, new ServerSettings.Store(store.url(), store.user(), password))
                .with("permissive");
        var node = Node.open(settings, List.of(new SqlProvider()), StepObserver.none(), (_, _) -> {});
        server = Main.serve(settings, node);
        url = URI.create("http://127.0.0.1:" + server.getEnvironment().getProperty("local.server.port") + "/mcp");
        var astern = node.astern();
        var code = Files.readString(data.resolve("setup-code")).strip();
        var issued = astern.operators().setup(code, "ops");
        operator = issued.token();
        var config = target.config();
        var _ = astern.targets()
                .add(new NewTarget(
                        "shop", "postgresql", config.url(), config.user(), "file:" + targetPassword, Map.of()));
        agent = astern.sessions()
                .start(issued.operator(), new StartSession(new Agent("bot", "1"), "test", List.of("shop"), null, null))
                .token();
    }

    @AfterAll
    static void stop() {
        server.close();
        target.close();
    }

    @Test
    void a_repeated_key_gets_the_first_outcome_in_the_sdk_era() throws Exception {
        var session = open();
        var first = sdk(session, 2, add(1, "old"));
        var second = sdk(session, 3, add(1, "old"));
        assertRepeats(first, second);
        assertThat(target.rows("SELECT n FROM item WHERE id = 1")).containsExactly("(1)");
        var reused = sdk(session, 4, add(5, "old")).path("result");
        assertThat(reused.path("isError").asBoolean()).isTrue();
        assertThat(reused.path("content").get(0).path("text").asString()).startsWith("idempotency_key_reused");
    }

    @Test
    void a_repeated_key_gets_the_first_outcome_in_the_stateless_era() throws Exception {
        var first = stateless(add(2, "new"));
        var second = stateless(add(2, "new"));
        assertRepeats(first, second);
        assertThat(first.path("result").path("resultType").asString()).isEqualTo("complete");
        assertThat(target.rows("SELECT n FROM item WHERE id = 2")).containsExactly("(1)");
        var reused = stateless(add(5, "new")).path("result");
        assertThat(reused.path("isError").asBoolean()).isTrue();
        assertThat(reused.path("content").get(0).path("text").asString()).startsWith("idempotency_key_reused");
    }

    @Test
    void a_protocol_session_is_of_no_use_to_another_token() throws Exception {
        var session = open();
        var call = Map.of("name", "shop_run_sql", "arguments", add(1, "other"));
        var headers = Map.of("Mcp-Session-Id", session, "MCP-Protocol-Version", OLD);
        assertThat(post(operator, headers, message(2, "tools/call", call)).statusCode())
                .isEqualTo(401);
    }

    private static void assertRepeats(JsonNode first, JsonNode second) {
        var done = first.path("result").path("structuredContent");
        assertThat(done.path("state").asString()).as(first.toString()).isEqualTo("applied");
        assertThat(done.path("repeated").asBoolean()).isFalse();
        var again = second.path("result").path("structuredContent");
        assertThat(again.path("action_id").asString())
                .isEqualTo(done.path("action_id").asString());
        assertThat(again.path("digest").asString())
                .isEqualTo(done.path("digest").asString());
        assertThat(again.path("repeated").asBoolean()).isTrue();
    }

    private static Map<String, Object> add(int id, String key) {
        return Map.of("sql", "UPDATE item SET n = n + 1 WHERE id = " + id, "idempotency_key", key);
    }

    private static String open() throws Exception {
        var client = Map.of("name", "test", "version", "1");
        var opened = post(
                agent,
                Map.of(),
                message(
                        1,
                        "initialize",
                        Map.of("protocolVersion", OLD, "capabilities", Map.of(), "clientInfo", client)));
        assertThat(json(opened).path("result").path("protocolVersion").asString())
                .isEqualTo(OLD);
        var session = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
        var ready = Map.of("jsonrpc", "2.0", "method", "notifications/initialized");
        assertThat(post(agent, Map.of("Mcp-Session-Id", session, "MCP-Protocol-Version", OLD), ready)
                        .statusCode())
                .isEqualTo(202);
        return session;
    }

    private static JsonNode sdk(String session, int id, Map<String, Object> arguments) throws Exception {
        return json(post(
                agent,
                Map.of("Mcp-Session-Id", session, "MCP-Protocol-Version", OLD),
                message(id, "tools/call", Map.of("name", "shop_run_sql", "arguments", arguments))));
    }

    private static JsonNode stateless(Map<String, Object> arguments) throws Exception {
        return json(post(
                agent,
                Map.of("MCP-Protocol-Version", NEW, "Mcp-Method", "tools/call", "Mcp-Name", "shop_run_sql"),
                message(1, "tools/call", Map.of("name", "shop_run_sql", "arguments", arguments, "_meta", META))));
    }

    private static Map<String, Object> message(int id, String method, Map<String, ?> params) {
        var message = new HashMap<String, Object>();
        message.put("jsonrpc", "2.0");
        message.put("id", id);
        message.put("method", method);
        message.put("params", params);
        return message;
    }

    private static HttpResponse<String> post(String token, Map<String, String> headers, Map<String, ?> body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("Authorization", "Bearer " + token);
        headers.forEach(request::header);
        return HTTP.send(
                request.POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                        .build(),
                BodyHandlers.ofString());
    }

    /** The answer, whether it came as plain JSON or as the one event of a stream. */
    private static JsonNode json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        var body = response.body()
                .lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring(5))
                .findFirst()
                .orElse(response.body());
        return JSON.readTree(body);
    }
}
