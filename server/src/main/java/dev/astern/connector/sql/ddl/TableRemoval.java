package dev.astern.connector.sql.ddl;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * DROP TABLE without losing anything: the table, its partitions and the views that CASCADE would drop move to a schema
 * of their own that nobody may use, with everything that hangs on them and their oids. Only what reaches across is
 * really dropped and noted: foreign keys, memberships of publications, defaults from its sequences.
 */
final class TableRemoval {
    private static final String TOGETHER = """
            WITH RECURSIVE moved (oid, kind) AS (
                SELECT c.oid, c.relkind FROM pg_class c WHERE c.oid = ?::bigint::oid
                UNION
                SELECT c.oid, c.relkind FROM moved m JOIN pg_class c ON c.oid IN (
                    SELECT i.inhrelid FROM pg_inherits i WHERE i.inhparent = m.oid
                    UNION ALL
                    SELECT r.ev_class FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid
                     WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass
                       AND d.refobjid = m.oid)
                 WHERE c.relispartition OR c.relkind IN ('v', 'm'))
            """;

    private final Work work;
    private final Db db;

    TableRemoval(Work work) {
        this.work = work;
        this.db = work.db();
    }

    Step remove(Relation table, boolean cascade, @Nullable Step undoes) throws SQLException {
        List<StructureImage> plain = work.tried("DROP TABLE " + table.sql() + (cascade ? " CASCADE" : ""));
        refuseChild(table);
        List<Relation> moved = moved(table);
        Draft draft = work.draft(StepKind.TABLE_REMOVED, table, null).undoes(undoes);
        String trash = "astern_trash_" + draft.id();
        draft.kept(trash);
        detach(draft, plain, moved, table);
        work.capture().drop(db.connection(), table.oid());
        db.run("CREATE SCHEMA " + Names.quote(trash));
        db.run("REVOKE ALL ON SCHEMA " + Names.quote(trash) + " FROM PUBLIC");
        move(draft, trash, table);
        Step step = work.finish(draft);
        if (step == null || !step.images().equals(plain)) {
            throw Refusals.bug("moving " + table.path() + " aside does not look like dropping it");
        }
        return step;
    }

    /** A part of another table would still be reached through that one. */
    private void refuseChild(Relation table) throws SQLException {
        if (db.count("SELECT count(*) FROM pg_inherits WHERE inhrelid = ?::bigint::oid", table.oid()) > 0) {
            throw Refusals.notAllowed(table.path() + " is a part of another table; only the whole can be dropped");
        }
    }

    private List<Relation> moved(Relation table) throws SQLException {
        return db.list(TOGETHER + """
                SELECT c.oid::bigint, n.nspname, c.relname
                  FROM moved m JOIN pg_class c ON c.oid = m.oid JOIN pg_namespace n ON n.oid = c.relnamespace
                 UNION
                SELECT q.oid::bigint, n.nspname, q.relname
                  FROM moved m
                  JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = m.oid
                                  AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
                  JOIN pg_class q ON q.oid = d.objid AND q.relkind = 'S' JOIN pg_namespace n ON n.oid = q.relnamespace
                """, r -> new Relation(r.getLong(1), r.getString(2), r.getString(3)), table.oid());
    }

    /** Drops what reaches across; refuses what it would not know how to bring back. */
    private void detach(Draft draft, List<StructureImage> plain, List<Relation> moved, Relation table)
            throws SQLException {
        Map<String, List<Restoration>> known = Restoration.known(db);
        Set<String> crossing = new LinkedHashSet<>(crossing(table));
        for (StructureImage image : plain) {
            boolean elsewhere = moved.stream().noneMatch(m -> within(image.path(), m.path()));
            if (elsewhere && !crossing.contains(image.object()) && !isDefault(image, known)) {
                throw Refusals.notAllowed("this would also drop the " + image.object() + ", which the gateway could not"
                        + " bring back; remove it by other means first");
            }
            if (elsewhere && !crossing.contains(image.object())) {
                restoreLater(draft, image, known);
                db.run(dropDefault(image));
            }
        }
        for (String object : crossing) {
            draft.restore(known.getOrDefault(object, List.of()));
        }
        for (String sql : drops(table)) {
            db.run(sql);
        }
    }

    private static boolean within(String path, String home) {
        return path.equals(home) || path.startsWith(home + ".");
    }

    private static boolean isDefault(StructureImage image, Map<String, List<Restoration>> known) {
        return image.kind().equals("column") && !image.gone() && known.containsKey(image.object());
    }

    private static void restoreLater(Draft draft, StructureImage image, Map<String, List<Restoration>> known) {
        draft.restore(known.getOrDefault(image.object(), List.of()));
    }

    private static String dropDefault(StructureImage column) {
        List<String> names = Paths.split(column.path());
        return "ALTER TABLE " + Names.quote(names.get(0), names.get(1)) + " ALTER COLUMN " + Names.quote(names.get(2))
                + " DROP DEFAULT";
    }

    private static final String CROSSING = TOGETHER + """
            , crossing AS (
            SELECT 'constraint ' || path_of(n.nspname) || '.' || path_of(c.relname) || '.' || path_of(o.conname) AS object,
                   format('ALTER TABLE %I.%I DROP CONSTRAINT %I', n.nspname, c.relname, o.conname) AS drop
              FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE o.contype = 'f' AND o.conparentid = 0
               AND (o.conrelid IN (SELECT oid FROM moved)) <> (o.confrelid IN (SELECT oid FROM moved))
            UNION ALL
            SELECT 'publication ' || path_of(n.nspname) || '.' || path_of(c.relname) || '.' || path_of(p.pubname),
                   format('ALTER PUBLICATION %I DROP TABLE %I.%I', p.pubname, n.nspname, c.relname)
              FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid JOIN pg_class c ON c.oid = r.prrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.oid IN (SELECT oid FROM moved))
            """;

    private List<String> crossing(Relation table) throws SQLException {
        return db.list(
                CatalogQueries.paths(CROSSING) + "SELECT object FROM crossing", r -> r.getString(1), table.oid());
    }

    private List<String> drops(Relation table) throws SQLException {
        return db.list(CatalogQueries.paths(CROSSING) + "SELECT drop FROM crossing", r -> r.getString(1), table.oid());
    }

    private void move(Draft draft, String trash, Relation table) throws SQLException {
        List<String[]> relations = new ArrayList<>(db.list(
                TOGETHER + """
                SELECT 'TABLE', n.nspname, c.relname FROM moved m JOIN pg_class c ON c.oid = m.oid
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                UNION ALL
                SELECT 'STATISTICS', n.nspname, s.stxname FROM moved m JOIN pg_statistic_ext s ON s.stxrelid = m.oid
                  JOIN pg_namespace n ON n.oid = s.stxnamespace
                """, r -> new String[] {r.getString(1), r.getString(2), r.getString(3)}, table.oid()));
        for (String[] r : relations) {
            db.run("ALTER " + r[0] + " " + Names.quote(r[1], r[2]) + " SET SCHEMA " + Names.quote(trash));
            draft.part(
                    Step.Role.MOVED,
                    Names.path(r[1], r[2]),
                    "ALTER " + r[0] + " " + Names.quote(trash, r[2]) + " SET SCHEMA " + Names.quote(r[1]));
        }
    }
}
