package dev.astern.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.config.ServerSettings;
import dev.astern.connector.Reason;
import dev.astern.connector.sql.SqlProvider;
import dev.astern.connector.sql.Target;
import dev.astern.gateway.StepObserver;
import dev.astern.model.Permission;
import dev.astern.rest.ReasonStatus;
import dev.astern.rest.Routes;
import dev.astern.testing.TestPostgres;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** The server as it is started, over real HTTP. */
class RestTest {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path data;

    private static Target target;
    private static ConfigurableApplicationContext server;
    private static URI url;
    private static String operator;
    private static String agent;
    private static String session;

    @BeforeAll
    static void start() throws Exception {
        target = new Target("CREATE TABLE item (id int PRIMARY KEY, v text)", "INSERT INTO item VALUES (1, 'a')");
        var store = TestPostgres.database();
        var password = data.resolve("store-password");
        Files.writeString(password, store.password());
        Files.writeString(data.resolve("target-password"), "gateway");
        var settings =
                new ServerSettings(data, "127.0.0.1", 0, new ServerSettings.Store(store.url(), store.user(), password));
        var node = Node.open(settings, List.of(new SqlProvider()), StepObserver.none(), (action, failure) -> {});
        server = Main.serve(settings, node);
        url = URI.create("http://127.0.0.1:" + server.getEnvironment().getProperty("local.server.port"));
        var code = Files.readString(data.resolve("setup-code")).strip();
        operator = post("/v1/setup", null, Map.of("code", code, "name", "ops"))
                .path("token")
                .asString();
        post(
                "/v1/targets",
                operator,
                Map.of(
                        "name",
                        "shop",
                        "url",
                        target.config().url(),
                        "user",
                        target.config().user(),
                        "passwordRef",
                        "file:" + data.resolve("target-password")));
        var started =
                post("/v1/sessions", operator, Map.of("agent", "bot", "agentVersion", "1", "targets", List.of("shop")));
        agent = started.path("token").asString();
        session = started.path("session").path("id").asString();
    }

    @AfterAll
    static void stop() {
        server.close();
        target.close();
    }

    @Test
    void an_agents_token_is_refused_at_every_operator_route_and_an_operators_at_every_agents() throws Exception {
        var open = new HashSet<>(Routes.OPEN);
        int checked = 0;
        for (var route : routes()) {
            var path = route.substring(route.indexOf(' ') + 1);
            if (open.contains(path) || path.startsWith(Routes.MCP)) {
                continue;
            }
            boolean agents = Set.of("POST /v1/actions", "GET /v1/tools", "GET /v1/session")
                    .contains(route);
            var wrong = send(route, agents ? operator : agent);
            assertThat(wrong.statusCode()).as(route).isEqualTo(403);
            assertThat(JSON.readTree(wrong.body()).path("reason").asString()).isEqualTo("not_permitted");
            assertThat(send(route, null).statusCode()).as(route).isEqualTo(401);
            assertThat(send(route, "aso_nonsense").statusCode()).as(route).isEqualTo(401);
            checked++;
        }
        assertThat(checked).isGreaterThan(25);
    }

    @Test
    void every_route_has_a_rule_and_is_in_the_openapi_document() throws Exception {
        var ruled = new HashSet<String>();
        Routes.RULES.forEach(rule -> ruled.add(rule.method() + " " + rule.path()));
        var document = JSON.readTree(HTTP.send(
                        HttpRequest.newBuilder(url.resolve("/v1/openapi.json")).build(), BodyHandlers.ofString())
                .body());
        assertThat(document.path("openapi").asString()).startsWith("3.1");
        for (var route : routes()) {
            var method = route.substring(0, route.indexOf(' '));
            var path = route.substring(route.indexOf(' ') + 1);
            if (!Routes.OPEN.contains(path)) {
                assertThat(ruled).contains(method + " " + path.replaceAll("\\{[^}]*}", "*"));
            }
            if (!path.equals("/v1/openapi.json")) {
                assertThat(document.path("paths").path(path).has(method.toLowerCase(Locale.ROOT)))
                        .as(route)
                        .isTrue();
            }
        }
    }

    @Test
    void an_operator_without_a_permission_is_refused() throws Exception {
        var reader = post(
                        "/v1/operators",
                        operator,
                        Map.of("name", "reader", "permissions", List.of(Permission.JOURNAL_READ.code())))
                .path("token")
                .asString();
        assertThat(send("GET /v1/actions", reader).statusCode()).isEqualTo(200);
        assertThat(send("POST /v1/undos", reader).statusCode()).isEqualTo(403);
        assertThat(send("POST /v1/operators", reader).statusCode()).isEqualTo(403);
        post("/v1/operators/reader/revoke", operator, Map.of());
        assertThat(send("GET /v1/actions", reader).statusCode()).isEqualTo(401);
    }

    @Test
    void an_action_is_recorded_repeated_and_undone() throws Exception {
        var body = Map.of("sql", "UPDATE item SET v = 'b' WHERE id = 1", "reason", "because");
        var first = action(body, "key-1");
        assertThat(first.statusCode()).isEqualTo(200);
        var id = JSON.readTree(first.body()).path("action").asString();
        var repeat = JSON.readTree(action(body, "key-1").body());
        assertThat(repeat.path("action").asString()).isEqualTo(id);
        assertThat(repeat.path("repeated").asBoolean()).isTrue();
        var other = action(Map.of("sql", "UPDATE item SET v = 'c' WHERE id = 1"), "key-1");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(JSON.readTree(other.body()).path("reason").asString()).isEqualTo("idempotency_key_reused");

        var receipts = get("/v1/actions/" + id + "/receipts");
        assertThat(receipts.valueStream().map(r -> r.path("type").asString())).containsExactly("intent", "result");
        assertThat(get("/v1/actions/" + id + "/effects")
                        .path("items")
                        .get(0)
                        .path("before")
                        .path("v")
                        .asString())
                .isEqualTo("a");
        var undo = post("/v1/undos", operator, Map.of("actions", List.of(id)));
        for (int i = 0; i < 200 && !undo.path("finishedAt").isString(); i++) {
            undo = get("/v1/undos/" + undo.path("id").asString());
        }
        assertThat(undo.path("steps").get(0).path("state").asString()).isEqualTo("applied");
        assertThat(target.rows("SELECT v FROM item WHERE id = 1")).containsExactly("(a)");
    }

    @Test
    void bad_requests_get_a_clear_problem() throws Exception {
        assertProblem(action(Map.of("sql", "SELEC 1"), null), 422, "not_allowed");
        assertProblem(action(Map.of("sql", "UPDATE nothing SET a = 1"), null), 422, "statement_invalid");
        assertProblem(action(Map.of("sql", "UPDATE item SET id = 'x' WHERE id = 1"), null), 422, "statement_failed");
        assertProblem(action(Map.of("sqll", "x"), null), 400, "bad_request");
        assertProblem(action(Map.of("target", "other", "sql", "SELECT 1"), null), 403, "target_not_in_session");
        assertProblem(raw("{\"sql\":"), 400, "bad_request");
        assertProblem(raw("{\"sql\":\"\\ud800\"}"), 400, "bad_request");
        assertProblem(raw("{\"sql\":\"SELECT '" + "x".repeat(20 << 20) + "'\"}"), 413, "too_large");
        assertThat(target.rows("SELECT * FROM item")).containsExactly("(1,a)");
    }

    @Test
    void a_client_that_hangs_up_cancels_what_is_not_committed() throws Exception {
        var body = "{\"statements\":[\"UPDATE item SET v = 'late' WHERE id = 1\",\"SELECT pg_sleep(20)\"]}";
        try (var socket = new Socket(url.getHost(), url.getPort())) {
            var head = "POST /v1/actions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + agent
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            awaitRunning();
        }
        var deadline = System.nanoTime() + 15_000_000_000L;
        JsonNode last = latest();
        while (last.path("state").asString().equals("running") && System.nanoTime() < deadline) {
            Thread.onSpinWait();
            last = latest();
        }
        assertThat(last.path("state").asString()).isEqualTo("failed");
        assertThat(last.path("reason").asString()).isEqualTo("cancelled");
        assertThat(target.rows("SELECT v FROM item WHERE id = 1")).containsExactly("(a)");
    }

    @Test
    void an_undo_asked_for_twice_at_once_runs_once() throws Exception {
        var id = JSON.readTree(action(Map.of("sql", "UPDATE item SET v = 'z' WHERE id = 1"), null)
                        .body())
                .path("action")
                .asString();
        var order = HttpRequest.newBuilder(url.resolve("/v1/undos"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + operator)
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(Map.of("actions", List.of(id)))))
                .build();
        var both =
                List.of(HTTP.sendAsync(order, BodyHandlers.ofString()), HTTP.sendAsync(order, BodyHandlers.ofString()));
        int accepted = 0;
        for (var one : both) {
            var answer = one.get();
            if (answer.statusCode() == 409) {
                assertProblem(answer, 409, "undo_in_progress");
                continue;
            }
            accepted++;
            var undo = JSON.readTree(answer.body());
            while (!undo.path("finishedAt").isString()) {
                undo = get("/v1/undos/" + undo.path("id").asString());
            }
            assertThat(undo.path("steps").get(0).path("state").asString()).isEqualTo("applied");
        }
        // The second may come after the first has ended; then it finds everything back already.
        assertThat(accepted).isBetween(1, 2);
        assertThat(target.rows("SELECT v FROM item WHERE id = 1")).containsExactly("(a)");
    }

    @Test
    void an_expired_session_can_do_nothing_more() throws Exception {
        var started = post(
                "/v1/sessions",
                operator,
                Map.of("agent", "brief", "agentVersion", "1", "targets", List.of("shop"), "lifetimeSeconds", 1));
        var token = started.path("token").asString();
        var deadline = System.nanoTime() + 10_000_000_000L;
        while (send("GET /v1/session", token).statusCode() == 200 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertProblem(send("GET /v1/session", token), 401, "session_expired");
        assertProblem(send("POST /v1/actions", token), 401, "session_expired");
    }

    private static void awaitRunning() throws Exception {
        while (target.rows("SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(20)%' AND state = 'active'"
                        + " AND usename LIKE 'astern_s_%'")
                .isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private static JsonNode latest() throws Exception {
        return get("/v1/actions?session=" + session + "&limit=1").path("items").get(0);
    }

    @Test
    void every_reason_has_a_status_that_is_an_error() {
        for (var reason : Reason.values()) {
            assertThat(ReasonStatus.of(reason)).as(reason.code()).isBetween(400, 599);
        }
    }

    private static Set<String> routes() {
        var mapping = server.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
        var routes = new HashSet<String>();
        mapping.getHandlerMethods().forEach((info, method) -> {
            if (method.getBeanType().getPackageName().startsWith("dev.astern")) {
                info.getMethodsCondition()
                        .getMethods()
                        .forEach(verb -> info.getPatternValues().forEach(path -> routes.add(verb + " " + path)));
            }
        });
        assertThat(routes).hasSizeGreaterThan(25);
        return routes;
    }

    private static HttpResponse<String> send(String route, @Nullable String token)
            throws IOException, InterruptedException {
        var method = route.substring(0, route.indexOf(' '));
        var path = route.substring(route.indexOf(' ') + 1).replaceAll("\\{[^}]*}", "1");
        var request = HttpRequest.newBuilder(url.resolve(path)).header("Content-Type", "application/json");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        var body = method.equals("POST") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody();
        return HTTP.send(request.method(method, body).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> action(Map<String, ?> body, @Nullable String key) throws Exception {
        var request = HttpRequest.newBuilder(url.resolve("/v1/actions"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + agent)
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> raw(String body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(url.resolve("/v1/actions"))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + agent)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static void assertProblem(HttpResponse<String> response, int status, String reason) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        var problem = JSON.readTree(response.body());
        assertThat(problem.path("reason").asString()).isEqualTo(reason);
        assertThat(problem.path("next").asString()).isNotEmpty();
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    private static JsonNode post(String path, @Nullable String token, Map<String, ?> body) throws Exception {
        var request = HttpRequest.newBuilder(url.resolve(path)).header("Content-Type", "application/json");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        var response = HTTP.send(
                request.POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path + " " + response.body()).isBetween(200, 299);
        return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
    }

    private static JsonNode get(String path) throws Exception {
        var response = HTTP.send(
                HttpRequest.newBuilder(url.resolve(path))
                        .header("Authorization", "Bearer " + operator)
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path + " " + response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }
}
