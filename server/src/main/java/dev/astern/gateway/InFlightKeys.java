package dev.astern.gateway;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Idempotency keys of requests that this node is working on. Another node's are seen as running actions. */
final class InFlightKeys {
    private final Set<String> keys = ConcurrentHashMap.newKeySet();

    boolean take(String sessionId, String key) {
        return keys.add(sessionId + '\n' + key);
    }

    void release(String sessionId, String key) {
        keys.remove(sessionId + '\n' + key);
    }
}
