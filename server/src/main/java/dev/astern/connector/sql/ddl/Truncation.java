package dev.astern.connector.sql.ddl;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.ResourceCount;
import dev.astern.connector.sql.ddl.parse.Ddl;
import dev.astern.connector.sql.ddl.parse.DdlText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** TRUNCATE with every row journaled as deleted first; its rows come back as any deleted rows do. */
final class Truncation {
    private final Work work;
    private final Db db;

    Truncation(Work work) {
        this.work = work;
        this.db = work.db();
    }

    List<ResourceCount> empty(Ddl.Truncate truncate, List<Relation> named) throws SQLException {
        for (Relation table : named) {
            db.run("LOCK TABLE " + table.sql() + " IN ACCESS EXCLUSIVE MODE");
        }
        work.db().trial(() -> db.run(DdlText.of(truncate)));
        List<Relation> all = truncate.cascade() ? reached(named) : named;
        var counts = new ArrayList<ResourceCount>();
        for (Relation table : all) {
            counts.add(journal(table));
        }
        if (truncate.restartIdentity()) {
            for (Relation table : all) {
                restart(table);
            }
        }
        db.run(DdlText.of(truncate));
        return counts;
    }

    private ResourceCount journal(Relation table) throws SQLException {
        if (!Names.manageable(table.schema()) || !work.capture().on(db.connection(), table.oid())) {
            throw Problem.of(
                            Reason.CAPTURE_OUTDATED,
                            table.path() + " has no current capture, so its rows can't be kept")
                    .toException();
        }
        db.run("LOCK TABLE " + table.sql() + " IN ACCESS EXCLUSIVE MODE");
        return new ResourceCount(table.path(), 0, 0, work.capture().emptied(db.connection(), table.oid()));
    }

    /** With the tables whose foreign keys CASCADE would follow. */
    private List<Relation> reached(List<Relation> named) throws SQLException {
        return db.list("""
                WITH RECURSIVE reached (oid) AS (
                    SELECT unnest(?::bigint[])::oid
                    UNION
                    SELECT o.conrelid FROM reached r JOIN pg_constraint o ON o.confrelid = r.oid AND o.contype = 'f'
                       AND o.conparentid = 0)
                SELECT c.oid::bigint, n.nspname, c.relname FROM reached r JOIN pg_class c ON c.oid = r.oid
                  JOIN pg_namespace n ON n.oid = c.relnamespace ORDER BY 2, 3""", r -> new Relation(r.getLong(1), r.getString(2), r.getString(3)), (Object)
                named.stream().map(Relation::oid).toArray(Long[]::new));
    }

    private void restart(Relation table) throws SQLException {
        List<ColumnSpec.Owned> sequences =
                db.list("""
                SELECT q.oid::bigint, n.nspname, q.relname
                  FROM pg_depend d JOIN pg_class q ON q.oid = d.objid AND q.relkind = 'S'
                  JOIN pg_namespace n ON n.oid = q.relnamespace
                 WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = ?::bigint::oid AND d.refobjsubid > 0
                   AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')""", r -> new ColumnSpec.Owned(r.getLong(1), r.getString(2), r.getString(3)), table.oid());
        for (ColumnSpec.Owned sequence : sequences) {
            String before = Sequences.next(db, sequence.sql());
            String after = Sequences.start(db, sequence.oid());
            if (!before.equals(after)) {
                String path = Names.path(sequence.schema(), sequence.name());
                Draft draft = work.draft(StepKind.IDENTITY_RESTARTED, table, path)
                        .part(Step.Role.MAIN, sequence.sql(), before)
                        .image(new StructureImage("sequence " + path + " position", before, after));
                work.finish(draft);
            }
        }
    }
}
