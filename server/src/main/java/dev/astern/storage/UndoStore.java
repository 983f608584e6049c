package dev.astern.storage;

import dev.astern.model.Page;
import dev.astern.model.Undo;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Undo runs and their steps. */
public interface UndoStore {
    /**
     * Adds a run with its pending steps, and claims the actions: false when an unfinished run holds one of them.
     *
     * @param node runs it
     */
    boolean add(Undo undo, String node);

    Optional<Undo> byId(String id);

    /** Latest first. */
    Page<Undo> page(@Nullable String from, int limit);

    /** Brings the step of one target to a new state; steps are named by their target, and one that ended stays so. */
    void step(String undoId, Undo.Step step);

    void finish(String undoId, Instant at);

    /** Which of these actions an undo has taken back, wholly or in part. */
    Set<String> undone(Collection<String> actionIds);

    /** Runs that this node should continue: its own, and those of nodes not heard of since {@code deadSince}. */
    List<Undo> unfinished(String node, Instant deadSince);
}
