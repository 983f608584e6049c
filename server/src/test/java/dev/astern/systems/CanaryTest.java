package dev.astern.systems;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.server.Browser;
import dev.astern.testing.TestPostgres;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** No secret is ever where it does not belong, whatever the systems do that it is shown to. */
class CanaryTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NEW = "2026-07-28";
    private static final Map<String, Object> META = Map.of(
            "io.modelcontextprotocol/protocolVersion", NEW, "io.modelcontextprotocol/clientCapabilities", Map.of());

    @TempDir
    private Path folder;

    @Test
    void no_secret_is_in_the_store_the_files_the_log_or_any_answer() throws Exception {
        try (var systems = new HostileSystems(folder)) {
            var server = systems.server;
            var mistakes = systems.mistakes();
            for (var mistake : mistakes) {
                var answer = server.post("/v1/targets", server.operator(), mistake);
                assertThat(answer.status()).as(mistake + " " + answer.text()).isGreaterThanOrEqualTo(400);
            }
            var started = server.session(systems.names());
            acted(systems, started.path("token").asString());
            lookedAt(systems, started.path("session").path("id").asString());
            taken(systems, started.path("session").path("id").asString());
            pages(systems);
            server.close();
            var found = new ArrayList<Canaries.Found>();
            server.answers().forEach(answer -> found.addAll(systems.canaries.in("an answer", answer)));
            server.log().forEach(line -> found.addAll(systems.canaries.in("the log", line)));
            found.addAll(systems.canaries.inStore(systems.store));
            found.addAll(systems.canaries.inFiles(systems.kept));
            assertThat(found).isEmpty();
        }
    }

    private static void acted(HostileSystems systems, String token) throws Exception {
        var states = new ArrayList<String>();
        for (var call : HostileSystems.calls()) {
            if (!call.toString().contains("hang") && !"tls".equals(call.get("target"))) {
                var rehearsal = new HashMap<>(call);
                rehearsal.put("rehearse", true);
                systems.server.post("/v1/actions", token, rehearsal);
            }
            var answer = systems.server.post("/v1/actions", token, call);
            states.add(call.get("target") + " " + call.get("tool") + " " + answer.status());
        }
        // Some of each kind, so that what is searched is not only refusals.
        assertThat(states)
                .contains(
                        "desk read_tickets 200",
                        "desk update_tickets 200",
                        "wiki look 202",
                        "program look 503",
                        "shop null 200");
        var listed = rpc(systems, token, "tools/list", "", Map.of());
        for (var tool : listed.path("result").path("tools")) {
            var name = tool.path("name").asString();
            if (name.matches("desk_(read|update|merge).*|wiki_.*|program_.*|cluster_read.*|people_read.*")) {
                rpc(systems, token, "tools/call", name, Map.of("name", name, "arguments", Map.of("id", "bad")));
            }
        }
        assertThat(listed.path("result").path("tools").size()).isGreaterThan(10);
    }

    private static JsonNode rpc(
            HostileSystems systems, String token, String method, String name, Map<String, Object> params)
            throws Exception {
        var all = new HashMap<>(params);
        all.put("_meta", META);
        var headers = new HashMap<String, String>();
        headers.put("Accept", "application/json, text/event-stream");
        headers.put("MCP-Protocol-Version", NEW);
        headers.put("Mcp-Method", method);
        if (!name.isEmpty()) {
            headers.put("Mcp-Name", name);
        }
        var body = Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", all);
        var answer = systems.server.ask("POST", "/mcp", token, headers, JSON.writeValueAsString(body));
        var text = answer.text()
                .lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring(5))
                .findFirst()
                .orElse(answer.text());
        return text.startsWith("{") ? JSON.readTree(text) : JSON.createObjectNode();
    }

    private static void lookedAt(HostileSystems systems, String session) throws Exception {
        var server = systems.server;
        for (var name : systems.names()) {
            for (var what : List.of("", "/status", "/script")) {
                server.get("/v1/targets/" + name + what);
            }
            server.post("/v1/targets/" + name + "/refresh", server.operator(), Map.of());
        }
        for (var path : List.of("/v1/targets", "/v1/status", "/v1/approvals", "/v1/journal/entries?limit=1000")) {
            server.get(path);
        }
        for (var receipt : server.get("/v1/sessions/" + session + "/receipts").json()) {
            server.get("/v1/sessions/" + session + "/receipts/"
                    + receipt.path("sequence").asString() + "/disclosures");
        }
        for (var action : server.get("/v1/actions?limit=1000").json().path("items")) {
            server.get("/v1/actions/" + action.path("id").asString());
            server.get("/v1/actions/" + action.path("id").asString() + "/effects");
            server.get("/v1/actions/" + action.path("id").asString() + "/receipts");
        }
        for (var form : List.of("bundle", "audit", "markdown", "ocsf", "otel")) {
            server.get("/v1/journal/export?session=" + session + "&form=" + form)
                    .ok();
        }
    }

    private static void taken(HostileSystems systems, String session) throws Exception {
        var server = systems.server;
        server.post("/v1/undo/plans", server.operator(), Map.of("session", session));
        for (var target : systems.names()) {
            var actions = server.get("/v1/actions?limit=1000")
                    .json()
                    .path("items")
                    .valueStream()
                    .filter(action -> action.path("target").asString().equals(target))
                    .filter(action -> action.path("state").asString().equals("applied"))
                    .map(action -> action.path("id").asString())
                    .toList();
            var answer = server.post("/v1/undos", server.operator(), Map.of("actions", actions));
            if (answer.status() == 202) {
                server.finished(answer.json().path("id").asString());
            }
        }
    }

    private static void pages(HostileSystems systems) throws Exception {
        var browser = new Browser(systems.server.url());
        browser.signIn(systems.server.operator());
        var list = browser.get("/approvals").body();
        assertThat(list).contains("bot at desk", "bot at wiki");
        systems.server.heard(list);
        for (var held : systems.server.get("/v1/approvals").json().path("items")) {
            systems.server.heard(
                    browser.get("/approvals/" + held.path("id").asString()).body());
        }
    }

    /** Who looks for secrets finds one in each form and each place. */
    @Test
    void a_secret_is_found_wherever_it_is() throws Exception {
        var canaries = new Canaries();
        var secret = canaries.secret("planted");
        var bytes = secret.getBytes(UTF_8);
        var forms = List.of(
                secret,
                JSON.writeValueAsString(JSON.writeValueAsString(secret)),
                URLEncoder.encode(secret, UTF_8),
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().encodeToString(("b:" + secret).getBytes(UTF_8)),
                Base64.getEncoder().encodeToString(("u:" + secret + "!").getBytes(UTF_8)),
                HexFormat.of().formatHex(bytes));
        var store = TestPostgres.database();
        for (var form : forms) {
            assertThat(canaries.in("a text", "so " + form + " it is")).as(form).isNotEmpty();
            Files.writeString(folder.resolve("file"), form);
            assertThat(canaries.inFiles(folder)).as(form).isNotEmpty();
            store.run(
                    "CREATE TABLE planted (id int, t text, b bytea)",
                    "INSERT INTO planted VALUES (1, $x$" + form + "$x$, NULL)");
            assertThat(canaries.inStore(store)).as(form).isNotEmpty();
            store.run("UPDATE planted SET b = convert_to(t, 'UTF8'), t = NULL");
            assertThat(canaries.inStore(store)).as(form + " as bytes").isNotEmpty();
            store.run("DROP TABLE planted");
        }
        assertThat(canaries.in("a text", "zqanother7canaryanother4x")).isEmpty();
    }

    /** What a process writes to its streams is heard, whoever writes it. */
    @Test
    void what_a_server_logs_is_heard() throws Exception {
        var canaries = new Canaries();
        var server = new ServerProcess(
                folder,
                TestPostgres.database(),
                "permissive",
                Map.of("JAVA_TOOL_OPTIONS", "-Dx=" + canaries.secret("logged").replaceAll("[^a-z0-9]", "")));
        try (server) {
            server.start();
        }
        // Java says what it picked up.
        assertThat(server.log())
                .anySatisfy(line -> assertThat(canaries.in("the log", line)).isNotEmpty());
    }
}
