package dev.astern.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.config.ServerSettings;
import dev.astern.connector.Reason;
import dev.astern.connector.sql.SqlProvider;
import dev.astern.connector.sql.Target;
import dev.astern.gateway.StepObserver;
import dev.astern.journal.Parsed;
import dev.astern.journal.bundle.BundleOpening;
import dev.astern.journal.bundle.BundleSource;
import dev.astern.journal.entry.Entry;
import dev.astern.journal.policy.Policy;
import dev.astern.journal.policy.PolicyReading;
import dev.astern.model.Permission;
import dev.astern.rest.ReasonStatus;
import dev.astern.rest.Routes;
import dev.astern.testing.TestPostgres;
import dev.astern.verify.BundleVerifier;
import dev.astern.verify.Options;
import dev.astern.verify.Verdict;
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
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
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
        target = new Target(
                "CREATE TABLE item (id int PRIMARY KEY, v text)",
                "INSERT INTO item VALUES (1, 'a')",
                "CREATE TABLE person (mail text PRIMARY KEY, city text)",
                "INSERT INTO person VALUES ('jane@example.com', 'Bath'), ('tom@example.com', 'York')");
        var store = TestPostgres.database();
        var password = data.resolve("store-password");
        Files.writeString(password, store.password());
        Files.writeString(data.resolve("target-password"), "gateway");
        var settings = new ServerSettings(
                        data, "127.0.0.1", 0, new ServerSettings.Store(store.url(), store.user(), password))
                .with("permissive");
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

    /** Whatever the test did, a verifier can read what the journal says of it. */
    @AfterEach
    void every_entry_is_read_strictly() throws Exception {
        var page = get("/v1/journal/entries?limit=1000");
        int types = 0;
        for (var item : page.path("items")) {
            var entry = item.path("entry").asString();
            assertThat(Entry.parse(entry.getBytes(UTF_8))).as(entry).isInstanceOf(Parsed.Read.class);
            types++;
        }
        assertThat(types).isPositive();
    }

    @Test
    void what_was_applied_at_staging_is_promoted_and_held_under_any_policy() throws Exception {
        var config = target.config();
        post(
                "/v1/targets",
                operator,
                Map.of(
                        "name",
                        "live",
                        "url",
                        config.url(),
                        "user",
                        config.user(),
                        "passwordRef",
                        "file:" + data.resolve("target-password"),
                        "options",
                        Map.of("staging", "shop")));
        post("/v1/actions", agent, Map.of("sql", "INSERT INTO item VALUES (70, 'new')"));
        var update = post(
                        "/v1/actions",
                        agent,
                        Map.of("statements", List.of("UPDATE item SET v = v || '!' WHERE id = 70")))
                .path("action")
                .asString();
        var held = post("/v1/actions/" + update + "/promotions", operator, Map.of("to", "live", "reason", "it worked"));
        assertThat(held.path("state").asString()).isEqualTo("held");
        assertThat(held.path("rule").asString()).isEqualTo("promotion");
        var card = get("/v1/approvals/" + held.path("approval").asString());
        assertThat(card.path("shown").path("promotion").path("action").asString())
                .isEqualTo(update);
        assertThat(card.path("shown").path("undo").path("said").asString()).startsWith("undo rehearsed: ");
    }

    @Test
    void each_tool_has_a_name_that_is_the_sessions_alone() throws Exception {
        var tools = JSON.readTree(send("GET /v1/tools", agent).body());
        assertThat(tools.path(0).path("target").asString()).isEqualTo("shop");
        assertThat(tools.path(0)
                        .path("tools")
                        .valueStream()
                        .map(t -> t.path("qualifiedName").asString() + " "
                                + t.path("readOnly").asString()))
                .containsExactly("shop_read_rows true", "shop_run_sql false");
    }

    @Test
    void the_log_is_there_for_tools_that_know_nothing_of_astern() throws Exception {
        action(Map.of("sql", "SELECT 1"), null);
        var status = get("/v1/journal");
        for (int i = 0;
                i < 200 && status.path("signed").asLong() < status.path("size").asLong();
                i++) {
            Thread.sleep(20);
            status = get("/v1/journal");
        }
        assertThat(status.path("halted").isNull()).isTrue();
        var checkpoint = send("GET /log/checkpoint", null);
        assertThat(checkpoint.statusCode()).isEqualTo(200);
        assertThat(checkpoint.body()).startsWith(status.path("origin").asString() + "\n");
        var bytes = HTTP.send(
                HttpRequest.newBuilder(url.resolve("/log/tile/0/000.p/1")).build(), BodyHandlers.ofByteArray());
        assertThat(bytes.statusCode()).isEqualTo(200);
        assertThat(bytes.body()).hasSize(32);
        for (var wrong : List.of("/log/tile/0/000.p/0", "/log/tile/0/999", "/log/tile/00/000.p/1", "/log/tile/7/x")) {
            assertThat(send("GET " + wrong, null).statusCode()).as(wrong).isEqualTo(404);
        }
        assertThat(send("GET /log/tile/entries/000.p/1", null).statusCode()).isEqualTo(401);
        assertThat(send("GET /log/tile/entries/000.p/1", operator).statusCode()).isEqualTo(200);
        assertThat(send("GET /log/tile/entries/000.p/1", agent).statusCode()).isEqualTo(403);
    }

    @Test
    void a_person_is_erased_wherever_rows_were_kept() throws Exception {
        var people = Map.of(
                "name", "people",
                "url", target.config().url(),
                "user", target.config().user(),
                "passwordRef", "file:" + data.resolve("target-password"),
                "options", Map.of("persons", "public.person.mail", "recordRows", "true"));
        post("/v1/targets", operator, people);
        var started = post(
                "/v1/sessions", operator, Map.of("agent", "bot", "agentVersion", "1", "targets", List.of("people")));
        var id = started.path("session").path("id").asString();
        var token = started.path("token").asString();
        var read = post("/v1/actions", token, Map.of("sql", "SELECT city, mail FROM person ORDER BY mail"));
        assertThat(read.path("results").get(0).path("rows")).hasSize(2);
        assertThat(disclosed(id)).contains("Bath", "York");

        var footprint = post("/v1/persons/footprint", operator, Map.of("person", "jane@example.com"));
        assertThat(footprint.path("sessions")).hasSize(1);
        var erasure = post("/v1/erasures", operator, Map.of("person", "jane@example.com", "reason", "asked for"));
        assertThat(erasure.path("keys")).hasSize(1);
        assertThat(disclosed(id)).contains("York").doesNotContain("Bath");

        var written = post("/v1/actions", token, Map.of("sql", "UPDATE person SET city = 'Rome'"));
        var targets = post("/v1/persons/footprint", operator, Map.of("person", "jane@example.com"))
                .path("targets");
        assertThat(targets.get(0).path("images").asInt()).isEqualTo(2);
        var images = post("/v1/erasures", operator, Map.of("person", "jane@example.com", "reason", "asked for"));
        assertThat(images.path("targets").get(0).path("state").asString()).isEqualTo("DONE");
        var effects = send("GET /v1/actions/" + written.path("action").asString() + "/effects", operator)
                .body();
        assertThat(effects).contains("\"erased\":true", "tom@example.com").doesNotContain("jane");
    }

    @Test
    void a_stop_holds_what_agents_do_until_it_is_released_with_a_reason() throws Exception {
        var placed = post("/v1/stops", operator, Map.of("scope", "agent", "name", "bot", "reason", "odd refunds"));
        var id = placed.path("stop").path("id").asString();
        try {
            assertThat(placed.path("acknowledged").asBoolean()).isTrue();
            assertThat(placed.path("sessions")).anySatisfy(s -> {
                assertThat(s.path("id").asString()).isEqualTo(session);
                assertThat(s.path("outcome").asString()).isEqualTo("confirmed");
            });
            var refused = action(Map.of("sql", "UPDATE item SET v = 'b'"), "under-a-stop");
            assertProblem(refused, 403, "stopped");
            var problem = JSON.readTree(refused.body());
            assertThat(problem.path("detail").asString()).contains(id, "odd refunds");
            assertThat(problem.path("facts").path("stop").asString()).isEqualTo(id);
            var receipts =
                    get("/v1/actions/" + problem.path("facts").path("action").asString() + "/receipts");
            assertThat(receipts)
                    .singleElement()
                    .satisfies(r -> assertThat(r.path("type").asString()).isEqualTo("refusal"));
            assertThat(get("/v1/status").path("stops").path(id).asString()).isEqualTo("agent bot");
            assertThat(sent("/v1/stops/" + id + "/release", operator, Map.of("reason", " "))
                            .statusCode())
                    .isEqualTo(400);
        } finally {
            post("/v1/stops/" + id + "/release", operator, Map.of("reason", "they were right"));
        }
        var freed = action(Map.of("sql", "UPDATE item SET v = v"), "after-the-stop");
        assertThat(freed.statusCode()).as(freed.body()).isEqualTo(200);
        assertThat(get("/v1/stops").path("items")).isEmpty();
        assertThat(get("/v1/stops?all=true")
                        .path("items")
                        .get(0)
                        .path("release")
                        .path("reason")
                        .asString())
                .isEqualTo("they were right");
    }

    @Test
    void who_may_stop_may_not_release() throws Exception {
        var token = post("/v1/operators", operator, Map.of("name", "on-call", "permissions", List.of("stop")))
                .path("token")
                .asString();
        var id = post("/v1/stops", token, Map.of("scope", "environment", "name", "nowhere"))
                .path("stop")
                .path("id")
                .asString();
        assertThat(sent("/v1/stops/" + id + "/release", token, Map.of("reason", "r"))
                        .statusCode())
                .isEqualTo(403);
        post("/v1/stops/" + id + "/release", operator, Map.of("reason", "r"));
        assertThat(sent("/v1/stops", agent, Map.of("scope", "all")).statusCode())
                .isEqualTo(403);
        assertThat(sent("/v1/stops", operator, Map.of("scope", "everything")).statusCode())
                .isEqualTo(400);
    }

    private static String disclosed(String session) throws Exception {
        var texts = new StringBuilder();
        for (var text :
                get("/v1/sessions/" + session + "/receipts/1/disclosures").path("texts")) {
            texts.append(new String(Base64.getUrlDecoder().decode(text.asString()), UTF_8));
        }
        return texts.toString();
    }

    @Test
    void what_is_exported_is_verified_by_a_jar_that_trusts_only_a_policy() throws Exception {
        var since = Instant.now();
        var started =
                post("/v1/sessions", operator, Map.of("agent", "bot", "agentVersion", "1", "targets", List.of("shop")));
        var own = started.path("session").path("id").asString();
        post(
                "/v1/actions",
                started.path("token").asString(),
                Map.of("sql", "UPDATE item SET v = 'exported' WHERE id = 1", "rehearse", true));
        var policy = "log " + get("/v1/journal").path("key").asString() + "\nquorum none\n";
        var trust = ((PolicyReading.Read) Policy.parse(policy.getBytes(UTF_8))).policy();
        for (var what : List.of("session=" + own, "since=" + since)) {
            var file = data.resolve("bundle.zip");
            var response = HTTP.send(
                    HttpRequest.newBuilder(url.resolve("/v1/journal/export?" + what))
                            .header("Authorization", "Bearer " + operator)
                            .build(),
                    BodyHandlers.ofFile(file));
            assertThat(response.statusCode()).isEqualTo(200);
            var opened = (BundleOpening.Opened) BundleSource.open(file);
            try (var source = opened.source()) {
                var verdict = new BundleVerifier(trust, Options.STRICT).verify(source);
                assertThat(verdict).as(what + ": " + verdict).isInstanceOf(Verdict.Verified.class);
            }
        }
        var audit = send("GET /v1/journal/export?form=audit&session=" + own, operator);
        assertThat(audit.body()).contains("\"command\":\"UPDATE item SET v = 'exported' WHERE id = 1\"");
        for (var form : List.of("markdown", "ocsf", "otel")) {
            assertThat(send("GET /v1/journal/export?form=" + form + "&session=" + own, operator)
                            .statusCode())
                    .as(form)
                    .isEqualTo(200);
        }
        assertProblem(send("GET /v1/journal/export", operator), 400, "bad_request");
        assertProblem(send("GET /v1/journal/export?session=ses_none", operator), 404, "not_found");
        assertProblem(send("GET /v1/journal/export?since=yesterday", operator), 400, "bad_request");
        assertProblem(send("GET /v1/journal/export?old=eA&session=" + own, operator), 400, "bad_request");
    }

    @Test
    void what_is_held_is_not_erased_and_what_is_erased_stays_proven() throws Exception {
        var started =
                post("/v1/sessions", operator, Map.of("agent", "bot", "agentVersion", "1", "targets", List.of("shop")));
        var id = started.path("session").path("id").asString();
        var disclosures = "/v1/sessions/" + id + "/receipts/0/disclosures";
        assertThat(get(disclosures).path("texts")).isNotEmpty();
        var hold = post("/v1/holds", operator, Map.of("session", id, "reason", "a case"));
        var request = Map.of("session", id, "reason", "asked for");
        assertThat(erase(request).statusCode()).isEqualTo(409);
        post("/v1/holds/" + hold.path("id").asString() + "/release", operator, Map.of());
        var erasure = post("/v1/erasures", operator, request);
        assertThat(erasure.path("keys")).hasSize(1);
        assertThat(get(disclosures).path("texts")).isEmpty();
        assertThat(get(disclosures).path("erased").asInt()).isEqualTo(2);
        var again = erase(request);
        assertThat(again.statusCode()).isEqualTo(404);
        var entries = get("/v1/journal/entries?limit=1000").toString();
        assertThat(entries).contains("erasure").doesNotContain("asked for");
        assertThat(proof(id, 0)).startsWith("c2sp.org/tlog-proof@v1\n");
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
            boolean agents = Set.of(
                            "POST /v1/actions",
                            "POST /v1/hooks/pre-tool-use",
                            "POST /v1/hooks/post-tool-use",
                            "POST /v1/hooks/run",
                            "GET /v1/tools",
                            "GET /v1/session",
                            "GET /v1/session/actions/{id}")
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
                assertThat(document.path("paths")
                                .path(path.replaceAll("\\{(\\w+):[^}]*}", "{$1}"))
                                .has(method.toLowerCase(Locale.ROOT)))
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
        for (int i = 0; i < 600 && !undo.path("finishedAt").isString(); i++) {
            Thread.sleep(50);
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
        var written = action(Map.of("sql", "UPDATE item SET v = 'z' WHERE id = 1"), null);
        assertThat(written.statusCode()).as(written.body()).isEqualTo(200);
        var id = JSON.readTree(written.body()).path("action").asString();
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
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
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
            if (method.getBeanType().getPackageName().equals("dev.astern.rest")) {
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

    private static HttpResponse<String> erase(Map<String, ?> body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(url.resolve("/v1/erasures"))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + operator)
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                        .build(),
                BodyHandlers.ofString());
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

    private static HttpResponse<String> sent(String path, @Nullable String token, Map<String, ?> body)
            throws Exception {
        var request = HttpRequest.newBuilder(url.resolve(path)).header("Content-Type", "application/json");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(
                request.POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                        .build(),
                BodyHandlers.ofString());
    }

    private static JsonNode post(String path, @Nullable String token, Map<String, ?> body) throws Exception {
        var response = sent(path, token, body);
        assertThat(response.statusCode()).as(path + " " + response.body()).isBetween(200, 299);
        return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
    }

    /** A receipt can be proven from the next checkpoint on; until then the answer is to ask again. */
    private static String proof(String session, int sequence) throws Exception {
        var path = "GET /v1/journal/proofs/" + session + "/" + sequence;
        var deadline = System.nanoTime() + 10_000_000_000L;
        var response = send(path, operator);
        while (response.statusCode() == 503 && System.nanoTime() < deadline) {
            assertThat(response.body()).contains("not_signed");
            response = send(path, operator);
        }
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body()).path("proof").asString();
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
