package dev.astern.connector.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Secret;
import dev.astern.connector.http.Description.Encoding;
import dev.astern.connector.http.Description.Resource;
import dev.astern.connector.resource.Ref;
import dev.astern.connector.resource.Sending;
import dev.astern.connector.resource.Within;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends what a description says, with its headers and the secret, and keeps the secret out of what comes back. */
final class Api implements AutoCloseable {
    private final Description description;
    private final Wire wire;
    private final String user;
    private final Secret secret;

    Api(Description description, Wire wire, String user, Secret secret) {
        this.description = description;
        this.wire = wire;
        this.user = user;
        this.secret = secret;
    }

    Wire.Came read(Resource resource, String key, Within within) {
        var path = resource.read().fill(Map.of(resource.key(), key));
        return path.isEmpty()
                ? new Wire.Came.Undelivered(Problem.of(Reason.BAD_REQUEST, "this is no " + resource.key()))
                : exchange(resource.read().method(), path.get(), Map.of(), null, within);
    }

    Wire.Came list(Ask.ListAll list, Within within) {
        var template = list.resource().list().orElseThrow();
        var query = new LinkedHashMap<>(list.query());
        list.page().ifPresent(page -> query.put(list.resource().paging().parameter(), page));
        var joint = template.path().contains("?") ? "&" : "?";
        var path = template.path() + (query.isEmpty() ? "" : joint + Template.query(query));
        return exchange(template.method(), path, Map.of(), null, within);
    }

    /** @param fields null where there is no body */
    Wire.Came write(
            Resource resource,
            String method,
            String path,
            @Nullable Map<String, @Nullable String> fields,
            Sending how) {
        var headers = new LinkedHashMap<String, String>();
        if (fields != null) {
            headers.put(
                    "Content-Type",
                    resource.encoding() == Encoding.FORM
                            ? "application/x-www-form-urlencoded"
                            : resource.contentType());
        }
        resource.version()
                .flatMap(Description.Version::condition)
                .ifPresent(condition -> how.versions().entrySet().stream()
                        .filter(of -> named(of.getKey(), resource))
                        .findFirst()
                        .ifPresent(of -> headers.put(condition, of.getValue())));
        headers.putAll(idempotency(how.actionId()));
        return exchange(method, path, headers, fields == null ? null : Bodies.body(resource, fields), how.within());
    }

    private static boolean named(Ref ref, Resource resource) {
        return ref.resource().equals(resource.name());
    }

    Wire.Came run(Ask.Run run, Map<String, String> more, Within within) {
        var headers = new LinkedHashMap<>(more);
        if (run.body() != null) {
            headers.put("Content-Type", "application/json");
        }
        return exchange(run.type().request().method(), run.path(), headers, run.body(), within);
    }

    Map<String, String> idempotency(String actionId) {
        return actionId.isEmpty()
                ? Map.of()
                : description
                        .idempotency()
                        .map(header -> Map.of(header, actionId))
                        .orElseGet(Map::of);
    }

    Wire.Came ping(Within within) {
        return exchange("GET", "/", Map.of(), null, within);
    }

    private Wire.Came exchange(
            String method, String path, Map<String, String> more, @Nullable String body, Within within) {
        try {
            var revealed = description.auth().header().isEmpty() ? "" : secret.reveal();
            var headers = new LinkedHashMap<>(description.headers());
            headers.putAll(more);
            description.auth().header().ifPresent(name -> headers.put(name, authorization(revealed)));
            return without(wire.send(new Wire.Request(method, path, headers, body), within));
        } catch (ProblemException e) {
            return new Wire.Came.Undelivered(e.problem());
        }
    }

    private String authorization(String revealed) {
        if (!revealed.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            throw Problem.of(Reason.TARGET_NOT_READY, "the secret has characters that no header has")
                    .toException();
        }
        return description.auth().basic()
                ? "Basic " + Base64.getEncoder().encodeToString((user + ":" + revealed).getBytes(UTF_8))
                : description.auth().prefix() + revealed;
    }

    /** Some systems repeat in an error what they were sent. */
    private Wire.Came without(Wire.Came came) {
        return came instanceof Wire.Came.Answer(var status, var headers, var body)
                ? new Wire.Came.Answer(status, headers, secret.hide(body))
                : came;
    }

    @Override
    public void close() {
        wire.close();
    }
}
