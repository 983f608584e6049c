package dev.astern.storage;

import dev.astern.connector.Installation;
import dev.astern.connector.KeptAction;
import dev.astern.connector.KeptChange;
import dev.astern.connector.Left;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is kept for connectors whose targets can keep nothing; see {@link dev.astern.connector.Keeping}. */
public interface KeepingStore {
    /** False where the action is fenced, or was kept before. */
    boolean keep(String target, String actionId, String sessionId, List<KeptChange> changes);

    /** Adds to what is known; what is known stays, and then this is false. */
    boolean left(String actionId, Map<Integer, Left> left);

    /** What was kept, or nothing, and then nothing ever will be. */
    Optional<KeptAction> fence(String target, String actionId);

    Optional<KeptAction> of(String actionId);

    Installation.Pruned prune(String target, Instant before, boolean dryRun);

    long bytes(String target);
}
