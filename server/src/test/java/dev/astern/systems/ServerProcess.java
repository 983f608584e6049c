package dev.astern.systems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.server.Main;
import dev.astern.testing.TestPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server as it is installed: started, asked over HTTP, killed and started again. Keeps all that it said. */
final class ServerProcess implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String LISTENS = "astern: listening on ";
    private static final int START_S = 120;
    private static final long UNDO_S = 120;

    private final Path data;
    private final List<String> arguments;
    private final Map<String, String> environment;
    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> answers = new ConcurrentLinkedQueue<>();
    private @Nullable Process process;
    private URI url = URI.create("http://127.0.0.1:1");
    private String operator = "";

    /** @param policy the name of a shipped one */
    ServerProcess(Path data, TestPostgres.Database store, String policy, Map<String, String> environment)
            throws IOException {
        this.data = data;
        this.environment = environment;
        var password = Files.writeString(data.resolve("store-password"), store.password());
        arguments = List.of(
                "--data=" + data.resolve("astern"),
                "--port=0",
                "--policy=" + policy,
                "--store-url=" + store.url(),
                "--store-user=" + store.user(),
                "--store-password-file=" + password);
    }

    record Answer(int status, String text) {
        JsonNode json() {
            return text.isEmpty() ? JSON.createObjectNode() : JSON.readTree(text);
        }

        Answer ok() {
            assertThat(status).as(text).isBetween(200, 299);
            return this;
        }
    }

    void start() throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var started = builder.start();
        process = started;
        var listening = new CompletableFuture<String>();
        var said = started.inputReader();
        Thread.ofVirtual().start(() -> listen(said, listening));
        url = URI.create(listening.get(START_S, TimeUnit.SECONDS));
        if (operator.isEmpty()) {
            var code = Files.readString(data.resolve("astern").resolve("setup-code"))
                    .strip();
            operator = post("/v1/setup", null, Map.of("code", code, "name", "ops"))
                    .ok()
                    .json()
                    .path("token")
                    .asString();
        }
    }

    private void listen(BufferedReader said, CompletableFuture<String> listening) {
        try (said) {
            for (var line = said.readLine(); line != null; line = said.readLine()) {
                log.add(line);
                if (line.startsWith(LISTENS)) {
                    listening.complete(line.substring(LISTENS.length()));
                }
            }
        } catch (IOException e) {
            // The pipe of a killed process.
        }
        listening.completeExceptionally(new IllegalStateException("it did not start: " + log));
    }

    URI url() {
        return url;
    }

    String operator() {
        return operator;
    }

    /** All that it wrote to its streams. */
    List<String> log() {
        return List.copyOf(log);
    }

    /** All that it answered, with its headers. */
    List<String> answers() {
        return List.copyOf(answers);
    }

    /** An answer that somebody else was given. */
    void heard(String text) {
        answers.add(text);
    }

    Answer post(String path, @Nullable String token, Object body) throws Exception {
        return ask("POST", path, token, Map.of(), JSON.writeValueAsString(body));
    }

    Answer get(String path) throws Exception {
        return ask("GET", path, operator, Map.of(), null);
    }

    Answer ask(String method, String path, @Nullable String token, Map<String, String> headers, @Nullable String body)
            throws Exception {
        var request = HttpRequest.newBuilder(url.resolve(path))
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        headers.forEach(request::header);
        HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
        answers.add(method + " " + path + " " + response.headers().map() + " " + response.body());
        return new Answer(response.statusCode(), response.body());
    }

    /** Adds a target and installs what it needs. */
    void target(Map<String, Object> target) throws Exception {
        post("/v1/targets", operator, target).ok();
        post("/v1/targets/" + target.get("name") + "/install", operator, Map.of())
                .ok();
    }

    JsonNode session(List<String> targets) throws Exception {
        return post("/v1/sessions", operator, Map.of("agent", "bot", "agentVersion", "1", "targets", targets))
                .ok()
                .json();
    }

    JsonNode undo(Map<String, Object> order) throws Exception {
        return finished(
                post("/v1/undos", operator, order).ok().json().path("id").asString());
    }

    /** Waits for the end of an undo. */
    JsonNode finished(String id) throws Exception {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(UNDO_S);
        var undo = get("/v1/undos/" + id).ok().json();
        while (!undo.path("finishedAt").isString()) {
            assertThat(System.nanoTime()).as(undo.toString()).isLessThan(deadline);
            Thread.onSpinWait();
            undo = get("/v1/undos/" + id).ok().json();
        }
        return undo;
    }

    long pid() {
        return process == null ? 0 : process.pid();
    }

    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
            process.onExit().join();
        }
    }
}
