package dev.astern.storage;

import dev.astern.model.Page;
import dev.astern.model.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sessions and the hashes of their tokens. Their receipts are the {@link Journal}'s. */
public interface SessionStore {
    /**
     * @param tokenHash SHA-256 in hex of the session's token; null for an undo, which has none
     */
    void add(Session session, @Nullable String tokenHash);

    Optional<Session> byTokenHash(String tokenHash);

    Optional<Session> byId(String id);

    /** Latest first. */
    Page<Session> page(@Nullable String from, int limit);

    /** Ends a session early; false when it had been revoked before. */
    boolean revoke(String id, String operator, Instant at);

    /** Sessions that had ended at a moment, whose chain may not have its last receipt yet. */
    List<Session> toClose(Instant endedBy);

    /** The chain has its last receipt. */
    void closed(String id, Instant at);
}
