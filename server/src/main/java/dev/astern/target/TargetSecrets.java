package dev.astern.target;

import dev.astern.connector.Secret;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The secrets of one target, by their references, which nothing that comes back from it is allowed to hold. */
final class TargetSecrets {
    private final Map<String, Secret> all = new ConcurrentHashMap<>();

    Secret of(String reference) {
        return all.computeIfAbsent(reference, SecretReference::open);
    }

    String hide(String text) {
        var hidden = text;
        for (var secret : all.values()) {
            hidden = secret.hide(hidden);
        }
        return hidden;
    }
}
