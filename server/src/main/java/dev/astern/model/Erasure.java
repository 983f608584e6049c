package dev.astern.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keys that were destroyed, and with them what they had sealed; and what was erased at targets.
 *
 * @param scope what kind: of a session, of a person, or by retention
 * @param keys ids of the keys
 * @param sessions in whose receipts, or of whose images, something can't be read any more
 * @param operator id of who asked for it, or {@code retention}
 * @param targets where images of a person were kept, or may be
 */
public record Erasure(
        String id,
        String scope,
        List<String> keys,
        List<String> sessions,
        String operator,
        String reason,
        Instant at,
        List<AtTarget> targets) {
    public Erasure {
        Objects.requireNonNull(id, "id");
        keys = List.copyOf(keys);
        sessions = List.copyOf(sessions);
        targets = List.copyOf(targets);
    }

    public Erasure(
            String id,
            String scope,
            List<String> keys,
            List<String> sessions,
            String operator,
            String reason,
            Instant at) {
        this(id, scope, keys, sessions, operator, reason, at, List.of());
    }

    public Erasure with(List<AtTarget> targets) {
        return new Erasure(id, scope, keys, sessions, operator, reason, at, targets);
    }

    /** How an erasure stands at one target. */
    public enum State {
        /** Not done as far as is known; to be asked for again. */
        PENDING,
        DONE,
        /** Not seen to its end, but a later erasure of the same person was. */
        RESUMED
    }

    /**
     * @param images how many images of rows were erased
     * @param rows how many rows and values of what was moved aside were
     * @param held how many of both a legal hold keeps
     * @param problem code of why it is pending, or null
     */
    public record AtTarget(
            String target,
            State state,
            long images,
            long rows,
            long held,
            @Nullable String problem) {
        public static AtTarget pending(String target, @Nullable String problem) {
            return new AtTarget(target, State.PENDING, 0, 0, 0, problem);
        }
    }
}
