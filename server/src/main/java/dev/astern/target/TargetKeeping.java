package dev.astern.target;

import dev.astern.connector.Installation;
import dev.astern.connector.Keeping;
import dev.astern.connector.KeptAction;
import dev.astern.connector.KeptChange;
import dev.astern.connector.Left;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.SessionRef;
import dev.astern.storage.KeepingStore;
import dev.astern.storage.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One target's part of what is kept. */
final class TargetKeeping implements Keeping {
    private final KeepingStore store;
    private final String target;

    TargetKeeping(KeepingStore store, String target) {
        this.store = store;
        this.target = target;
    }

    @Override
    public boolean keep(String actionId, SessionRef session, List<KeptChange> changes) {
        return kept(() -> store.keep(target, actionId, session.id(), changes));
    }

    @Override
    public boolean left(String actionId, Map<Integer, Left> left) {
        return kept(() -> store.left(actionId, left));
    }

    @Override
    public Optional<KeptAction> fence(String actionId) {
        return kept(() -> store.fence(target, actionId));
    }

    @Override
    public Optional<KeptAction> of(String actionId) {
        return kept(() -> store.of(actionId));
    }

    @Override
    public Installation.Pruned prune(Instant before, boolean dryRun) {
        return kept(() -> store.prune(target, before, dryRun));
    }

    @Override
    public long bytes() {
        return kept(() -> store.bytes(target));
    }

    private static <T> T kept(Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreException e) {
            throw Problem.of(Reason.STORE_UNREACHABLE, "what is kept can't be reached")
                    .toException();
        }
    }
}
