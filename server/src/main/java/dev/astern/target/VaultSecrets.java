package dev.astern.target;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Secrets in Vault or OpenBao, read by {@code vault:PATH#FIELD}: versions one and two of the key-value store. A secret is
 * remembered for a minute, so that a new one is used soon after the old one was replaced.
 */
final class VaultSecrets {
    private static final Pattern REFERENCE = Pattern.compile("([A-Za-z0-9_./-]{1,300})#([A-Za-z0-9_-]{1,100})");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration KEEP = Duration.ofMinutes(1);
    private static final int FOUND = 200;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private record Known(String value, Instant until) {}

    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(Redirect.NEVER)
            .connectTimeout(TIMEOUT)
            .build();
    private final URI server;
    private final Supplier<String> token;
    private final Clock clock;

    /** @param token read each time, because it is renewed by others */
    VaultSecrets(URI server, Supplier<String> token, Clock clock) {
        this.server = server;
        this.token = token;
        this.clock = clock;
    }

    static boolean wellFormed(String reference) {
        return REFERENCE.matcher(reference).matches() && !reference.contains("..");
    }

    /** @param reference {@code PATH#FIELD} */
    String find(String reference) {
        var now = clock.instant();
        var remembered = known.get(reference);
        if (remembered != null && now.isBefore(remembered.until())) {
            return remembered.value();
        }
        var value = read(reference);
        known.put(reference, new Known(value, now.plus(KEEP)));
        return value;
    }

    private String read(String reference) {
        var parts = REFERENCE.matcher(reference);
        if (!parts.matches()) {
            throw notReady("a reference into the vault is vault:PATH#FIELD");
        }
        var request = HttpRequest.newBuilder(server.resolve("/v1/" + parts.group(1)))
                .timeout(TIMEOUT)
                .header("X-Vault-Token", token.get())
                .build();
        try {
            var response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != FOUND) {
                throw notReady("the vault answered " + response.statusCode() + " for " + parts.group(1));
            }
            return field(response.body(), parts.group(1), parts.group(2));
        } catch (IOException e) {
            throw notReady("the vault can't be reached");
        } catch (JacksonException e) {
            throw notReady("the vault's answer is no JSON");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notReady("reading the vault was interrupted");
        }
    }

    /** Version two wraps the fields once more. */
    private static String field(String body, String path, String name) {
        var data = JSON.readTree(body).path("data");
        var value = (data.path("data").isObject() ? data.path("data") : data).path(name);
        if (value.isString()) {
            return value.stringValue();
        }
        throw notReady("the vault has no field " + name + " at " + path);
    }

    private static ProblemException notReady(String detail) {
        return Problem.of(Reason.TARGET_NOT_READY, detail).toException();
    }
}
