package dev.astern.target;

import java.util.Map;
import java.util.Objects;

/**
 * What an operator adds; see {@link dev.astern.model.Target} for the fields.
 */
public record NewTarget(
        String name,
        String kind,
        String url,
        String user,
        String passwordRef,
        Map<String, String> options,
        boolean observes) {
    /** One that enforces. */
    public NewTarget(
            String name, String kind, String url, String user, String passwordRef, Map<String, String> options) {
        this(name, kind, url, user, passwordRef, options, false);
    }

    public NewTarget {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(passwordRef, "passwordRef");
        options = Map.copyOf(options);
    }
}
