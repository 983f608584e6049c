package dev.astern.storage;

import dev.astern.model.Action;
import dev.astern.model.Page;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads actions; they are written only through the {@link Journal}, together with their receipts. */
public interface ActionStore {
    Optional<Action> byId(String id);

    /** Those that exist, in no particular order. */
    List<Action> byIds(Collection<String> ids);

    /** Whether erasures of persons' data made one digest of an action's images into another. */
    boolean became(String actionId, String digest, String found);

    Optional<Action> byIdempotencyKey(String sessionId, String key);

    /** Latest first; of one session, or of all. */
    Page<Action> page(@Nullable String sessionId, @Nullable String from, int limit);

    /** All actions of a session that took effect or may have, reads and rehearsals left out, earliest first. */
    List<Action> effective(String sessionId);

    /**
     * Actions in doubt that this node should settle: its own, whatever their age, and those of nodes that have not been
     * heard of since {@code deadSince}. What was done elsewhere and not reported is not among them: nobody can be asked.
     */
    List<Action> inDoubt(String node, Instant deadSince);

    /** This node lives. Its own running actions are nobody else's business meanwhile. */
    void heartbeat(String node, Instant at);
}
