package dev.astern.connector.testkit;

import dev.astern.connector.Installation;
import dev.astern.connector.Keeping;
import dev.astern.connector.KeptAction;
import dev.astern.connector.KeptChange;
import dev.astern.connector.Left;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.SessionRef;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps in memory what a gateway keeps in its store. Can be told to be down. */
public final class MemoryKeeping implements Keeping {
    private final Map<String, KeptAction> kept = new HashMap<>();
    private final Set<String> fenced = new HashSet<>();
    private boolean down;

    @Override
    public synchronized boolean keep(String actionId, SessionRef session, List<KeptChange> changes) {
        up();
        if (fenced.contains(actionId) || kept.containsKey(actionId)) {
            return false;
        }
        kept.put(actionId, new KeptAction(actionId, kept.size(), changes, Map.of()));
        return true;
    }

    @Override
    public synchronized boolean left(String actionId, Map<Integer, Left> left) {
        up();
        var known = kept.get(actionId);
        if (known == null) {
            throw new IllegalStateException("nothing was kept of " + actionId);
        }
        var all = new HashMap<>(left);
        all.putAll(known.left());
        kept.put(actionId, new KeptAction(actionId, known.position(), known.changes(), all));
        return Collections.disjoint(left.keySet(), known.left().keySet());
    }

    @Override
    public synchronized Optional<KeptAction> fence(String actionId) {
        up();
        var known = kept.get(actionId);
        if (known == null) {
            fenced.add(actionId);
        }
        return Optional.ofNullable(known);
    }

    @Override
    public synchronized Optional<KeptAction> of(String actionId) {
        up();
        return Optional.ofNullable(kept.get(actionId));
    }

    @Override
    public synchronized Installation.Pruned prune(Instant before, boolean dryRun) {
        var pruned = new Installation.Pruned(kept.size(), 0, dryRun);
        if (!dryRun) {
            kept.clear();
        }
        return pruned;
    }

    @Override
    public synchronized long bytes() {
        return kept.size();
    }

    /** From now on nothing can be kept, or it can again. */
    public synchronized void down(boolean isDown) {
        down = isDown;
    }

    private void up() {
        if (down) {
            throw Problem.of(Reason.STORE_UNREACHABLE, "the store is down").toException();
        }
    }
}
