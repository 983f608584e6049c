package dev.astern.connector.kubernetes;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Secret;
import dev.astern.connector.http.Wire;
import dev.astern.connector.resource.Within;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests to one cluster's API, with the token, which is kept out of what comes back. */
final class Cluster implements AutoCloseable {
    private static final int SHORTEST_SECRET = 6;

    private final Wire wire;
    private final @Nullable Secret token;

    /** @param token null where a certificate says who we are */
    Cluster(Wire wire, @Nullable Secret token) {
        this.wire = wire;
        this.token = token;
    }

    Wire.Came get(String path, Within within) {
        return send("GET", path, null, null, within);
    }

    Wire.Came send(String method, String path, @Nullable String contentType, @Nullable String body, Within within) {
        try {
            var revealed = token == null ? "" : token.reveal();
            var headers = new LinkedHashMap<String, String>();
            headers.put("Accept", "application/json");
            if (contentType != null) {
                headers.put("Content-Type", contentType);
            }
            if (token != null) {
                headers.put("Authorization", "Bearer " + checked(revealed));
            }
            return without(revealed, wire.send(new Wire.Request(method, path, Map.copyOf(headers), body), within));
        } catch (ProblemException e) {
            return new Wire.Came.Undelivered(e.problem());
        }
    }

    private static String checked(String revealed) {
        var token = revealed.strip();
        if (token.isEmpty() || !token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw Problem.of(Reason.TARGET_NOT_READY, "the secret is no bearer token")
                    .toException();
        }
        return token;
    }

    private static Wire.Came without(String revealed, Wire.Came came) {
        var secret = revealed.strip();
        return came instanceof Wire.Came.Answer(var status, var headers, var body)
                        && secret.length() >= SHORTEST_SECRET
                        && body.contains(secret)
                ? new Wire.Came.Answer(status, headers, body.replace(secret, Manifest.MASK))
                : came;
    }

    @Override
    public void close() {
        wire.close();
    }
}
