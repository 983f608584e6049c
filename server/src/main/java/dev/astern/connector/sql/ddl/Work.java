package dev.astern.connector.sql.ddl;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One action's structure changes in the making: where the catalog stands, what has been done, what must be said. */
final class Work {
    private final Db db;
    private final Capture capture;
    private final String action;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable Catalog catalog;

    Work(Db db, Capture capture, String action) {
        this.db = db;
        this.capture = capture;
        this.action = action;
    }

    Db db() {
        return db;
    }

    Capture capture() {
        return capture;
    }

    List<Step> steps() {
        return steps;
    }

    List<String> notes() {
        return notes;
    }

    void note(String note) {
        if (!notes.contains(note)) {
            notes.add(note);
        }
    }

    Catalog catalog() throws SQLException {
        Catalog now = catalog;
        if (now == null) {
            now = Catalog.read(db);
            catalog = now;
        }
        return now;
    }

    /** After something was taken back: what is known of the catalog may be wrong. */
    void forget() {
        catalog = null;
    }

    /** What a statement would change, found by running it and taking it back. */
    List<StructureImage> tried(String sql) throws SQLException {
        Catalog before = catalog();
        var changes = new ArrayList<StructureImage>();
        db.trial(() -> {
            db.run(sql);
            changes.addAll(before.changesTo(Catalog.read(db)));
        });
        return changes;
    }

    Draft draft(StepKind kind, Relation table, @Nullable String name) throws SQLException {
        catalog();
        return new Draft(StructureStore.nextId(db), kind, table, name);
    }

    /** Writes the step down with what changed since its draft was made; null where nothing did. */
    @Nullable
    Step finish(Draft draft) throws SQLException {
        Catalog before = catalog();
        Catalog after = Catalog.read(db);
        catalog = after;
        List<StructureImage> images = new ArrayList<>(draft.images());
        images.addAll(before.changesTo(after));
        if (draft.rewrites() && images.stream().noneMatch(i -> i.object().equals(draft.object()))) {
            // The same type with other values in it: the catalog shows nothing, but it was done.
            images.addFirst(new StructureImage(draft.object(), before.get(draft.object()), after.get(draft.object())));
        }
        if (images.isEmpty()) {
            return null;
        }
        Step step = draft.step(action, images);
        StructureStore.write(db, step);
        steps.add(step);
        return step;
    }
}
