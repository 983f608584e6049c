package dev.astern.model;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * A live system that agents act on.
 *
 * @param name unique; as agents and operators call it
 * @param kind the connector's kind, for example {@code postgresql}
 * @param url where it is; never with a password in it
 * @param user the gateway's own user there
 * @param passwordRef {@code file:PATH} or {@code env:NAME}: where the password is, never the password
 * @param options the connector's own settings
 * @param observes true where what policy would hold or block runs all the same, if it can surely be taken back
 * @param createdAt when it was added
 */
public record Target(
        String name,
        String kind,
        String url,
        String user,
        String passwordRef,
        Map<String, String> options,
        boolean observes,
        Instant createdAt) {
    /** One that enforces. */
    public Target(
            String name,
            String kind,
            String url,
            String user,
            String passwordRef,
            Map<String, String> options,
            Instant createdAt) {
        this(name, kind, url, user, passwordRef, options, false, createdAt);
    }

    public Target {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(passwordRef, "passwordRef");
        options = Map.copyOf(options);
        Objects.requireNonNull(createdAt, "createdAt");
    }
}
