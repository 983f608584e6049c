package dev.astern.connector;

import java.util.Map;
import java.util.Objects;

/**
 * How to reach one target.
 *
 * @param name as operators and agents call it
 * @param url where it is, for example {@code jdbc:postgresql://db.example:5432/shop}; never with a password in it
 * @param user the gateway's own user there
 * @param password by reference
 * @param options the connector's own settings, checked by it
 */
public record TargetConfig(String name, String url, String user, Secret password, Map<String, String> options) {
    public TargetConfig {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        options = Map.copyOf(options);
    }
}
