package dev.astern.connector;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lent by the gateway to connectors whose target can't keep images itself: one target's part of the gateway's own store.
 * Whatever a method wrote is durable when it returns; where it can't be, the method throws and nothing may be sent.
 */
public interface Keeping {
    /**
     * Keeps what an action is about to change, as it is now. After {@link #fence} of the same action it keeps nothing.
     *
     * @param session in whose name it acts; what is kept is erased with it
     * @return whether it is kept, so that the action may be sent; at most once for an action
     * @throws ProblemException {@link Reason#STORE_UNREACHABLE}
     */
    boolean keep(String actionId, SessionRef session, List<KeptChange> changes);

    /**
     * Keeps what became of changes.
     *
     * @param left by the number of the change; what was said before stays
     * @return whether all of it holds: not where something had been said before
     * @throws ProblemException {@link Reason#STORE_UNREACHABLE}
     */
    boolean left(String actionId, Map<Integer, Left> left);

    /**
     * Sees to it that an action that was not kept yet never will be.
     *
     * @return what was kept before, or nothing where the fence came first
     */
    Optional<KeptAction> fence(String actionId);

    /** What was kept for an action; nothing where it was fenced, pruned or never seen. */
    Optional<KeptAction> of(String actionId);

    /** Forgets what was kept for actions before a moment; their undo then says so. */
    Installation.Pruned prune(Instant before, boolean dryRun);

    /** The size of all that is kept, about. */
    long bytes();
}
