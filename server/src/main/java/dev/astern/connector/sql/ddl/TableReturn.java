package dev.astern.connector.sql.ddl;

import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Moves a table back from where {@link TableRemoval} put it: the time it takes does not depend on its rows. */
final class TableReturn {
    private final Work work;
    private final Tolerant tolerant;

    TableReturn(Work work, Tolerant tolerant) {
        this.work = work;
        this.tolerant = tolerant;
    }

    @Nullable
    Step bringBack(Step removed) throws SQLException {
        Db db = work.db();
        var table = new Relation(removed.rel(), removed.schema(), removed.table());
        Draft draft = work.draft(StepKind.TABLE_ADDED, table, null).undoes(removed);
        for (Step.Part part : removed.parts(Step.Role.MOVED)) {
            db.run(part.sql());
        }
        tolerant.after(removed);
        db.run("DROP SCHEMA " + Names.quote(Objects.requireNonNull(removed.kept(), "kept")));
        work.capture().put(db.connection(), removed.rel());
        return work.finish(draft);
    }
}
