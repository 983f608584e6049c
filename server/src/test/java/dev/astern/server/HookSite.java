package dev.astern.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.config.ServerSettings;
import dev.astern.gateway.StepObserver;
import dev.astern.testing.ScriptedTarget;
import dev.astern.testing.TestPostgres;
import dev.astern.testing.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** A server that can be started again, and the hooks of a coding agent in front of it, run as its host runs them. */
final class HookSite implements AutoCloseable {
    static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String POLICY = """
            policy: 1
            name: hooks
            rules:
              - id: unknown-tool
                when: "!op.known"
                decide: block
                reason: Nobody described this tool.
              - id: needs-a-person
                match: {reversibility: [reversible_with_backup, partially_reversible]}
                decide: hold
                reason: It can't be taken back exactly.
              - id: everything-else
                decide: allow
            """;

    /** What came of running a script. */
    record Ran(int exitCode, String out, String err) {
        JsonNode ruling() {
            return JSON.readTree(out).path("hookSpecificOutput");
        }

        String decision() {
            return ruling().path("permissionDecision").asString();
        }

        String reason() {
            return ruling().path("permissionDecisionReason").asString();
        }

        String action() {
            return reason().replaceAll("(?s).*(act_\\w+).*", "$1");
        }
    }

    /** Where the server fails next, as if its process had died there. */
    final AtomicReference<String> dies = new AtomicReference<>("");

    final Path data;
    final String ann;
    final String bob;
    private final ServerSettings settings;
    private ConfigurableApplicationContext server;
    private URI url;

    HookSite(Path data) throws Exception {
        this.data = data;
        var store = TestPostgres.database();
        var password = data.resolve("store-password");
        Files.writeString(password, store.password());
        var policy = Files.writeString(data.resolve("policy.yaml"), POLICY);
        settings = new ServerSettings(
                        data, "127.0.0.1", 0, new ServerSettings.Store(store.url(), store.user(), password))
                .with(policy.toString());
        server = serve();
        url = url();
        var code = Files.readString(data.resolve("setup-code")).strip();
        ann = post("/v1/setup", null, Map.of("code", code, "name", "ann"))
                .path("token")
                .asString();
        bob = post(
                        "/v1/operators",
                        ann,
                        Map.of("name", "bob", "permissions", List.of("journal.read", "action.approve")))
                .path("token")
                .asString();
    }

    /** A process that dies runs nothing of what comes after. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    private ConfigurableApplicationContext serve() {
        StepObserver steps = step -> {
            if (dies.compareAndSet(step, "")) {
                throw new Death();
            }
        };
        var connectors = new ArrayList<>(Providers.own(data, Clock.systemUTC()));
        connectors.add(new ScriptedTarget().provider());
        return Main.serve(settings, Node.open(settings, connectors, steps, (action, failure) -> {}));
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getEnvironment().getProperty("local.server.port"));
    }

    /** A network before the server. */
    Wire wire() throws IOException {
        return new Wire(url.getHost(), url.getPort());
    }

    void restart() {
        server.close();
        server = serve();
        url = url();
    }

    void target(String name, String kind, @Nullable String at, Map<String, String> options) throws Exception {
        var body = new java.util.HashMap<String, Object>(Map.of("name", name, "kind", kind, "options", options));
        if (at != null) {
            body.put("url", at);
        }
        post("/v1/targets", ann, body);
    }

    /** A session and its token. */
    record Agent(String session, String token) {}

    Agent agent(Map<String, ?> more, String... targets) throws Exception {
        var body = new java.util.HashMap<String, Object>(
                Map.of("agent", "coder", "agentVersion", "1", "targets", List.of(targets)));
        body.putAll(more);
        var started = post("/v1/sessions", ann, body);
        return new Agent(
                started.path("session").path("id").asString(),
                started.path("token").asString());
    }

    Ran pre(Agent agent, String event) throws Exception {
        return run("pre-tool-use", agent, event.getBytes(UTF_8), Map.of());
    }

    Ran post(Agent agent, String event) throws Exception {
        return run("post-tool-use", agent, event.getBytes(UTF_8), Map.of());
    }

    Ran run(String script, Agent agent, byte[] in, Map<String, String> environment, String... arguments)
            throws Exception {
        return run(data, script, agent, in, environment, arguments);
    }

    /** @param folder where it is run */
    Ran run(Path folder, String script, Agent agent, byte[] in, Map<String, String> environment, String... arguments)
            throws Exception {
        var token = Files.writeString(data.resolve("token-" + agent.session()), agent.token() + "\n");
        var command = new ArrayList<>(List.of("sh", script(script).toString()));
        command.addAll(List.of(arguments));
        var out = Files.createTempFile(data, "out", "");
        var err = Files.createTempFile(data, "err", "");
        var input = Files.write(Files.createTempFile(data, "in", ""), in);
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(input.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment()
                .putAll(Map.of(
                        "ASTERN_URL", url.toString(), "ASTERN_TOKEN_FILE", token.toString(), "ASTERN_TARGET", ""));
        builder.environment().putAll(environment);
        var process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        var ran = new Ran(process.exitValue(), Files.readString(out), text(err));
        assertThat(ran.out() + ran.err()).doesNotContain(agent.token());
        return ran;
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), UTF_8);
    }

    private static Path script(String name) {
        var here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("hooks").resolve(name))) {
            here = java.util.Objects.requireNonNull(here.getParent(), "no hooks above");
        }
        return here.resolve("hooks").resolve(name);
    }

    /** An event before a tool runs. */
    static String before(String id, String tool, Map<String, ?> input) {
        return event("PreToolUse", id, tool, input, Map.of());
    }

    /** The event after it ran. */
    static String after(String id, String tool, Map<String, ?> input, Object response) {
        return event("PostToolUse", id, tool, input, Map.of("tool_response", response));
    }

    static String event(String name, String id, String tool, Map<String, ?> input, Map<String, ?> more) {
        var event = new java.util.HashMap<String, Object>(Map.of(
                "session_id",
                "s-1",
                "transcript_path",
                "/home/dev/t.jsonl",
                "cwd",
                "/home/dev/shop",
                "permission_mode",
                "default",
                "hook_event_name",
                name,
                "tool_name",
                tool,
                "tool_input",
                input,
                "tool_use_id",
                id));
        event.putAll(more);
        return JSON.writeValueAsString(event);
    }

    JsonNode action(String id) throws Exception {
        return read("/v1/actions/" + id);
    }

    List<String> receipts(String action) throws Exception {
        return read("/v1/actions/" + action + "/receipts")
                .valueStream()
                .map(receipt -> receipt.path("type").asString())
                .toList();
    }

    /** Looks until an action is in a state; what settles it runs every few seconds. */
    String settled(String action) throws Exception {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        var state = action(action).path("state").asString();
        while (state.equals("running") && System.nanoTime() < deadline) {
            state = action(action).path("state").asString();
        }
        return state;
    }

    void approve(String approval) throws Exception {
        post(
                "/v1/approvals/" + approval + "/decide",
                bob,
                Map.of(
                        "decision",
                        "approve",
                        "round",
                        0,
                        "reason",
                        "fine",
                        "confirmed",
                        List.of("compensation_named")));
    }

    JsonNode read(String path) throws Exception {
        return JSON.readTree(HTTP.send(
                        HttpRequest.newBuilder(url.resolve(path))
                                .header("Authorization", "Bearer " + ann)
                                .build(),
                        BodyHandlers.ofString())
                .body());
    }

    JsonNode post(String path, @Nullable String token, Map<String, ?> body) throws Exception {
        var answer = send(path, token, JSON.writeValueAsString(body));
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isLessThan(300);
        return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    }

    java.net.http.HttpResponse<String> send(String path, @Nullable String token, String body) throws Exception {
        var request = HttpRequest.newBuilder(url.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    java.net.http.HttpResponse<String> sendText(String path, String token, byte[] body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(url.resolve(path))
                        .header("Content-Type", "text/plain;charset=utf-8")
                        .header("Authorization", "Bearer " + token)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }

    @Override
    public void close() {
        server.close();
    }
}
