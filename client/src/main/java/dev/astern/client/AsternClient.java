package dev.astern.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls any route of an Astern server with one token; for an agent's own, see {@link AgentClient}. Safe for use by many
 * threads. Nothing is sent twice, and no redirect is followed.
 */
public final class AsternClient {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
    private final URI server;
    private final @Nullable String token;

    /**
     * @param server for example {@code http://127.0.0.1:8470}
     * @param token an operator's or a session's; null for what is open to all
     */
    public AsternClient(URI server, @Nullable String token) {
        this.server = server;
        this.token = token;
    }

    /** Where it is, as given. */
    public URI server() {
        return server;
    }

    /**
     * @param path for example {@code /v1/sessions?limit=10}
     * @throws AsternException when the server refuses or can't be reached
     */
    public JsonNode get(String path) {
        return send(request(path).GET().build());
    }

    /** Without headers of its own; see {@link #post(String, Object, Map)}. */
    public JsonNode post(String path, Object body) {
        return post(path, body, Map.of());
    }

    /**
     * @param body anything that Jackson writes
     * @param headers for example {@code Idempotency-Key}
     * @throws AsternException when the server refuses or can't be reached
     */
    public JsonNode post(String path, Object body, Map<String, String> headers) {
        var request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        headers.forEach(request::header);
        return send(request.build());
    }

    /**
     * @param body anything that Jackson writes
     * @throws AsternException when the server refuses or can't be reached
     */
    public JsonNode put(String path, Object body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build());
    }

    /** @throws AsternException when the server refuses or can't be reached */
    public JsonNode delete(String path) {
        return send(request(path).DELETE().build());
    }

    /**
     * Keeps an answer in a file, which is there when it is whole, and only then.
     *
     * @return how many bytes it has
     * @throws IOException when no file can be made there
     * @throws AsternException when the server refuses, can't be reached, or breaks off
     */
    public long download(String path, Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        var part = Files.createTempFile(folder, ".astern-", ".part");
        try {
            var size = receive(request(path).GET().build(), part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return size;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private long receive(HttpRequest request, Path part) {
        var response = exchange(request, HttpResponse.BodyHandlers.ofInputStream());
        try (var body = response.body()) {
            if (response.statusCode() >= 400) {
                throw refused(response.statusCode(), parse(new String(body.readAllBytes(), UTF_8)));
            }
            return Files.copy(body, part, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new AsternException(
                    0, "cut_short", "the answer broke off, or there is no room for it", "Nothing was kept of it.", e);
        }
    }

    /**
     * Sends one request once, and takes whatever comes.
     *
     * @param body JSON, or null for a {@code GET}
     * @throws IOException when there is no answer, or not within the time
     */
    HttpResponse<String> once(String path, byte @Nullable [] body, Map<String, String> headers, Duration longest)
            throws IOException, InterruptedException {
        var request = request(path).timeout(longest);
        headers.forEach(request::header);
        if (body != null) {
            request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofByteArray(body));
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(server.resolve(path)).header("Accept", "application/json");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    private JsonNode send(HttpRequest request) {
        var response = exchange(request, HttpResponse.BodyHandlers.ofString());
        var body = parse(response.body());
        if (response.statusCode() >= 400) {
            throw refused(response.statusCode(), body);
        }
        return body;
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new AsternException(0, "unreachable", "no answer from " + server, "Start it with `astern serve`.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AsternException(0, "interrupted", "interrupted", "", e);
        }
    }

    static AsternException refused(int status, JsonNode problem) {
        var facts = new LinkedHashMap<String, String>();
        problem.path("facts")
                .properties()
                .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asString("")));
        return new AsternException(
                status,
                problem.path("reason").asString("http_" + status),
                problem.path("detail").asString("HTTP " + status),
                problem.path("next").asString(""),
                facts,
                null);
    }

    private static JsonNode parse(String body) {
        try {
            return body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (JacksonException e) {
            return JSON.createObjectNode();
        }
    }
}
