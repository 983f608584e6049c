package dev.astern.testing;

import dev.astern.connector.Installation;
import dev.astern.connector.KeptAction;
import dev.astern.connector.KeptChange;
import dev.astern.connector.Left;
import dev.astern.storage.KeepingStore;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps in memory what a store keeps. */
public final class MemoryKeepingStore implements KeepingStore {
    private final Map<String, KeptAction> kept = new HashMap<>();
    private final Set<String> fenced = new HashSet<>();

    @Override
    public synchronized boolean keep(String target, String actionId, String sessionId, List<KeptChange> changes) {
        return !fenced.contains(actionId)
                && kept.putIfAbsent(actionId, new KeptAction(actionId, kept.size(), changes, Map.of())) == null;
    }

    @Override
    public synchronized boolean left(String actionId, Map<Integer, Left> left) {
        var known = of(actionId).orElseThrow();
        var all = new HashMap<>(left);
        all.putAll(known.left());
        kept.put(actionId, new KeptAction(actionId, known.position(), known.changes(), all));
        return Collections.disjoint(left.keySet(), known.left().keySet());
    }

    @Override
    public synchronized Optional<KeptAction> fence(String target, String actionId) {
        if (!kept.containsKey(actionId)) {
            fenced.add(actionId);
        }
        return of(actionId);
    }

    @Override
    public synchronized Optional<KeptAction> of(String actionId) {
        return Optional.ofNullable(kept.get(actionId));
    }

    @Override
    public Installation.Pruned prune(String target, Instant before, boolean dryRun) {
        return new Installation.Pruned(0, 0, dryRun);
    }

    @Override
    public long bytes(String target) {
        return 0;
    }
}
