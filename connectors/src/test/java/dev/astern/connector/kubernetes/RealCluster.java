package dev.astern.connector.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** A real cluster, and a person's own requests to it. It stays as it is between tests, so each has names of its own. */
final class RealCluster extends ConfigMapLaboratory {
    static final String MERGE = "application/merge-patch+json";
    private static final String URL = System.getProperty("astern.real.kubernetes", "");
    private static final String AUTHORITY = System.getProperty("astern.real.kubernetes.ca", "");
    private static final String TOKEN = System.getProperty("astern.real.kubernetes.token", "");

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final HttpClient http = HttpClient.newBuilder()
            .sslContext(Tls.context(Optional.of(AUTHORITY), Optional.empty()))
            .build();

    RealCluster() {
        super(URL, TOKEN, Map.of("ca", AUTHORITY));
    }

    @Override
    String name(String key) {
        return key + "-" + run;
    }

    HttpResponse<String> send(String method, String path, String type, String body) {
        var request = HttpRequest.newBuilder(URI.create(URL + path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void good(String method, String path, String type, String body) {
        var response = send(method, path, type, body);
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
    }

    Optional<ObjectNode> get(String path) {
        var response = send("GET", path, "application/json", "");
        return response.statusCode() == 404 ? Optional.empty() : Json.object(response.body());
    }

    private static String path(String name) {
        return "/api/v1/namespaces/default/configmaps" + (name.isEmpty() ? "" : "/" + name);
    }

    @Override
    public Optional<Map<String, String>> truth(String key) {
        return get(path(name(key))).flatMap(ConfigMapLaboratory::fields);
    }

    @Override
    public void put(String key, Map<String, String> fields) {
        if (truth(key).isEmpty()) {
            good("POST", path("") + "?fieldManager=person", "application/json", Json.text(manifest(key, fields)));
        } else {
            good("PATCH", path(name(key)) + "?fieldManager=person", MERGE, Json.text(manifest(key, fields)));
        }
    }

    @Override
    public void edit(String key, String field, String value) {
        put(key, Map.of(field, value));
    }

    @Override
    public void remove(String key) {
        good("DELETE", path(name(key)), "application/json", "{}");
    }

    @Override
    public void close() {
        super.close();
        http.close();
    }
}
