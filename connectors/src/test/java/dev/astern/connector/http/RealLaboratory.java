package dev.astern.connector.http;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.Lent;
import dev.astern.connector.Secret;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.MemoryKeeping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A real application, described by what comes with this, and a person's own requests to it. */
abstract class RealLaboratory implements Laboratory {
    private final MemoryKeeping keeping = new MemoryKeeping();
    private final String run = UUID.randomUUID().toString().replace("-", "").substring(0, 8);
    private final String url;
    private final String description;
    private final String resource;
    private final String user;
    private final String secret;
    private final Connector connector;

    RealLaboratory(String url, String description, String resource, String user, String secret) {
        this.url = url;
        this.description = description;
        this.resource = resource;
        this.user = user;
        this.secret = secret;
        this.connector = opened();
    }

    private Connector opened() {
        var config = new TargetConfig("real", url, user, Secret.from(() -> secret), Map.of("description", description));
        return new HttpProvider().open(config, new Lent(keeping, reference -> Secret.from(() -> secret)));
    }

    /** The application stays as it is between tests, so that each test has keys of its own. */
    String key(String key) {
        return key.replace("-", "") + run;
    }

    Call call(String verb, Map<String, ?> arguments) {
        return new Call(verb + "_" + resource, Map.copyOf(arguments));
    }

    HttpResponse<String> send(String method, String path, @Nullable String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static void good(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
    }

    @Override
    public Connector connector() {
        return connector;
    }

    @Override
    public Connector reopened() {
        return opened();
    }

    @Override
    public void close() {
        connector.close();
    }
}
