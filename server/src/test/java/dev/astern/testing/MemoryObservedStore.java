package dev.astern.testing;

import dev.astern.model.ObservedCall;
import dev.astern.storage.ObservedStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** In memory, one after the other. */
public final class MemoryObservedStore implements ObservedStore {
    private final Map<String, Optional<ObservedCall>> byAction = new HashMap<>();

    @Override
    public synchronized boolean allow(ObservedCall call) {
        return byCall(call.sessionId(), call.call()).isEmpty()
                && byAction.putIfAbsent(call.actionId(), Optional.of(call)) == null;
    }

    @Override
    public synchronized Optional<ObservedCall> byAction(String actionId) {
        return byAction.getOrDefault(actionId, Optional.empty());
    }

    @Override
    public synchronized Optional<ObservedCall> byCall(String sessionId, String call) {
        return byAction.values().stream()
                .flatMap(Optional::stream)
                .filter(one -> one.sessionId().equals(sessionId) && one.call().equals(call))
                .findAny();
    }

    @Override
    public synchronized Optional<ObservedCall> fence(String actionId) {
        byAction.putIfAbsent(actionId, Optional.empty());
        return byAction(actionId);
    }
}
