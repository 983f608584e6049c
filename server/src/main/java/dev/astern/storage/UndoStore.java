package dev.astern.storage;

import dev.astern.model.Page;
import dev.astern.model.Undo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Undo runs and their steps. */
public interface UndoStore {
    /** Adds a run with its pending steps, and claims the actions: false when an unfinished run holds one of them. */
    boolean add(Undo undo);

    Optional<Undo> byId(String id);

    /** Latest first. */
    Page<Undo> page(@Nullable String from, int limit);

    /** Brings one step to a new state. */
    void step(String undoId, Undo.Step step);

    void finish(String undoId, Instant at);

    /** Runs that were started and not finished, for this node to continue: its own and those of dead nodes. */
    List<Undo> unfinished();
}
