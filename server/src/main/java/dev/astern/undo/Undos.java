package dev.astern.undo;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.gateway.GatewayParts;
import dev.astern.model.Ids;
import dev.astern.model.Operator;
import dev.astern.model.Page;
import dev.astern.model.Undo;
import dev.astern.storage.ActionStore;
import dev.astern.storage.SessionStore;
import dev.astern.storage.UndoStore;
import dev.astern.target.Targets;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Plans undos, starts them, and tells how far they are. */
public final class Undos {
    private final GatewayParts parts;
    private final UndoStore store;
    private final ActionStore actions;
    private final Targets targets;
    private final Selector selector;
    private final UndoRuns runs;
    private final Ids ids;
    private final Executor executor;

    public Undos(
            GatewayParts parts,
            UndoStore store,
            ActionStore actions,
            SessionStore sessions,
            Targets targets,
            Ids ids,
            Executor executor) {
        this.parts = parts;
        this.store = store;
        this.actions = actions;
        this.targets = targets;
        this.selector = new Selector(actions, sessions);
        this.runs = new UndoRuns(parts, store, actions, sessions, targets, ids);
        this.ids = ids;
        this.executor = executor;
    }

    /** What an undo would do now; changes nothing. */
    public UndoPlan plan(UndoOrder order) {
        var selected = selector.select(order.selection());
        var planned = selected.parts().stream()
                .map(part -> new UndoPlan.Part(
                        part.target(),
                        part.ids(),
                        targets.connector(part.target()).planUndo(part.request(order, actions))))
                .toList();
        return new UndoPlan(planned, selected.skipped());
    }

    /**
     * Starts an undo, which goes on by itself, also after the death of this node; ask {@link #byId} how far it is.
     *
     * @throws ProblemException {@link Reason#NOT_UNDOABLE} when there is nothing to take back,
     *     {@link Reason#UNDO_IN_PROGRESS} when another undo works on the same actions
     */
    public Undo start(Operator by, UndoOrder order) {
        var selected = selector.select(order.selection());
        if (selected.parts().isEmpty()) {
            throw problem(Reason.NOT_UNDOABLE, nothing(selected.skipped()));
        }
        var undo = new Undo(
                ids.next("und"),
                order.selection(),
                order.onConflict(),
                order.choices(),
                order.planDigests(),
                order.itemLimit(),
                order.reason(),
                by.id(),
                parts.clock().instant(),
                null,
                selected.parts().stream().map(this::pending).toList());
        add(undo);
        executor.execute(() -> runs.run(undo, by.name()));
        return undo;
    }

    /** It is claimed first: once it is in the store, a resume could see it and run it, too. */
    private void add(Undo undo) {
        runs.claim(undo);
        boolean added = false;
        try {
            added = store.add(undo, parts.settings().node());
        } finally {
            if (!added) {
                runs.release(undo);
            }
        }
        if (!added) {
            throw problem(Reason.UNDO_IN_PROGRESS, "another undo works on some of these actions");
        }
    }

    /** Continues what was started here or on a dead node and is not finished. */
    public void resume() {
        runs.resume();
    }

    public Undo byId(String id) {
        return store.byId(id).orElseThrow(() -> problem(Reason.NOT_FOUND, "there is no undo " + id));
    }

    public Page<Undo> page(@Nullable String from, int limit) {
        return store.page(from, limit);
    }

    private Undo.Step pending(Selected.Part part) {
        return new Undo.Step(part.target(), ids.next("act"), part.ids(), Undo.State.PENDING, null, null, null);
    }

    private static String nothing(List<UndoPlan.Skipped> skipped) {
        return skipped.isEmpty()
                ? "the selection holds no action that changed anything"
                : "nothing in the selection can be taken back: "
                        + skipped.getFirst().actionId() + ": "
                        + skipped.getFirst().detail()
                        + (skipped.size() > 1 ? " (and " + (skipped.size() - 1) + " more)" : "");
    }

    private static ProblemException problem(Reason reason, String detail) {
        return Problem.of(reason, detail).toException();
    }
}
