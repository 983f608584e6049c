package dev.astern.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** Calls an Astern server with one token. Safe for use by many threads. */
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

    public JsonNode delete(String path) {
        return send(request(path).DELETE().build());
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(server.resolve(path)).header("Accept", "application/json");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    private JsonNode send(HttpRequest request) {
        HttpResponse<String> response;
        try {
            response = http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AsternException(0, "unreachable", "no answer from " + server, "Start it with `astern serve`.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AsternException(0, "interrupted", "interrupted", "", e);
        }
        var body = parse(response.body());
        if (response.statusCode() >= 400) {
            throw new AsternException(
                    response.statusCode(),
                    body.path("reason").asString("http_" + response.statusCode()),
                    body.path("detail").asString("HTTP " + response.statusCode()),
                    body.path("next").asString(""),
                    null);
        }
        return body;
    }

    private static JsonNode parse(String body) {
        try {
            return body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (JacksonException e) {
            return JSON.createObjectNode();
        }
    }
}
