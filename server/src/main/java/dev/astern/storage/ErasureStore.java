package dev.astern.storage;

import dev.astern.connector.ImageErasure.DigestChange;
import dev.astern.model.Erasure;
import dev.astern.model.LegalHold;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Destroyed keys, what they meant, and what keeps them from being destroyed. */
public interface ErasureStore {
    /** Where a person's rows are: in which receipts of which session, by the person's pseudonym. */
    record Appearance(String sessionId, long sequence, String actionId) {}

    /** Destroys an erasure's keys, all or none, and remembers that its receipt is to be written. */
    void erase(Erasure erasure);

    /**
     * The same for a person, by the pseudonym, and remembers that the erasure's targets are pending. All of it is durable
     * before any of them is asked.
     */
    void erase(Erasure erasure, String pseudonym);

    /** Erasures of a person that are pending, by target, the earliest first. */
    Map<String, List<String>> pending(String pseudonym);

    /** How an erasure stands at a target now; where it is done, earlier ones of the same person there are, too. */
    void stands(String erasureId, String pseudonym, Erasure.AtTarget at);

    /** Erasures with what was done at targets, of those whose receipt about that has not been written. */
    List<Erasure> untold();

    /** Those of one erasure. */
    Optional<Erasure> untold(String erasureId);

    /** A receipt says how an erasure stands at these targets. */
    void told(String erasureId, List<String> targets);

    Optional<Erasure> byId(String erasureId);

    /** Keeps what digests of images become; {@code before} as a keyed digest of itself. */
    void becoming(List<DigestChange> changes);

    /** The sessions of actions, and of what actions took back; actions that are not known are not in it. */
    Map<String, Set<String>> sessionsOf(Collection<String> actionIds);

    /** Destroys keys that had been destroyed, should a restored backup have brought them back. Returns how many it had. */
    int destroyAgain(List<String> keys, Instant now);

    /** Erasures whose receipt has not been written. */
    List<Erasure> unrecorded();

    void recorded(String erasureId);

    List<Erasure> latest(int limit);

    List<Appearance> appearances(String pseudonym, int limit);

    List<String> sessionsWith(String pseudonym);

    /** Sessions that were closed before a moment, are not held and have a key left. */
    List<String> expired(Instant before, int limit);

    void place(LegalHold hold);

    /** False when there is no such hold in force. */
    boolean release(String id, String by, Instant at);

    /** In force now. */
    List<LegalHold> holds();
}
