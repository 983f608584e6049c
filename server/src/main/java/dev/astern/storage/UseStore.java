package dev.astern.storage;

import dev.astern.model.Limits;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How much sessions have used of what is limited; exact, whoever takes at once and on whichever node. */
public interface UseStore {
    /** The limit on writes in any minute, among the names of what is used. */
    String RATE = "rate";

    /**
     * @param name of what is used, for example {@code verb:delete}
     * @param max the most that may be used in all, or null where it is only counted
     */
    record Take(String name, BigDecimal amount, @Nullable BigDecimal max) {}

    /** A limit that does not allow as much. */
    record Reached(String name, BigDecimal used, BigDecimal max) {}

    /** Takes all of it for an action, or nothing and says what is in the way. What it has taken already counts once. */
    Optional<Reached> take(String sessionId, String actionId, List<Take> takes, Instant now);

    /** Gives back what an action took; it had no effect. Safe to call again. */
    void release(String actionId);

    /**
     * By name.
     *
     * @param but without what this action has taken; empty for all
     */
    Map<String, BigDecimal> used(String sessionId, String but);

    /** Replaces a session's limits; false where there is no such session. */
    boolean limit(String sessionId, Limits limits);

    /** Halts a session, unless it is; false where it was. */
    boolean halt(String sessionId, String actionId, String why, Instant at);

    /** False where it was not halted. */
    boolean resume(String sessionId);
}
