package dev.astern.connector.sql.ddl;

import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Brings a dropped column back, as the last of its table, with its values where the rows still are. */
final class ColumnReturn {
    private final Work work;
    private final Tolerant tolerant;

    ColumnReturn(Work work, Tolerant tolerant) {
        this.work = work;
        this.tolerant = tolerant;
    }

    @Nullable
    Step bringBack(Step removed) throws SQLException {
        Db db = work.db();
        String column = Objects.requireNonNull(removed.name(), "name");
        var table = new Relation(removed.rel(), removed.schema(), removed.table());
        Draft draft = work.draft(StepKind.COLUMN_ADDED, table, column).undoes(removed);
        for (Step.Part part : removed.parts(Step.Role.FIRST)) {
            db.run(part.sql());
        }
        for (Step.Part part : removed.parts(Step.Role.MAIN)) {
            db.run(part.sql());
        }
        work.note(removed.resource() + " comes back as the last column of its table");
        if (removed.kept() != null) {
            fill(SavedValues.of(db, table, removed, column), removed);
            // They stay, so that a later look can tell what people wrote from what was put back.
            draft.kept(removed.kept());
            Matching.of(removed).write(draft);
        }
        tolerant.after(removed);
        work.capture().put(db.connection(), removed.rel());
        return work.finish(draft);
    }

    private void fill(SavedValues saved, Step removed) throws SQLException {
        saved.fill("old");
        if (saved.differing("old") > 0) {
            throw Refusals.bug("values of " + removed.resource() + " read back are not those put back");
        }
        long lost = saved.withoutRow();
        if (lost > 0) {
            work.note(lost + " saved values of " + removed.resource() + " have no row any more");
        }
    }
}
