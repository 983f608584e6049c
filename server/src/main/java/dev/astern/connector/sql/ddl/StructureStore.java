package dev.astern.connector.sql.ddl;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The steps at the target, read and written in the transaction that makes them. */
final class StructureStore {
    private StructureStore() {}

    static long nextId(Db db) throws SQLException {
        return db.count("SELECT nextval(pg_get_serial_sequence('astern.structure', 'step'))");
    }

    static void write(Db db, Step step) throws SQLException {
        db.update(
                """
                INSERT INTO astern.structure (step, action, kind, rel, schema_name, table_name, name, other, kept, undoes)
                OVERRIDING SYSTEM VALUE VALUES (?, ?, ?, ?::bigint::oid, ?, ?, ?, ?, ?, ?)""",
                step.id(),
                step.action(),
                step.kind().code(),
                step.rel(),
                step.schema(),
                step.table(),
                step.name(),
                step.other(),
                step.kept(),
                step.undoes());
        db.update(
                """
                INSERT INTO astern.structure_part (step, ord, role, object, sql)
                SELECT ?, p.ord, p.role, p.object, p.sql
                  FROM unnest(?::text[], ?::text[], ?::text[]) WITH ORDINALITY p (role, object, sql, ord)""",
                step.id(),
                step.parts().stream()
                        .map(p -> p.role().name().toLowerCase(Locale.ROOT))
                        .toArray(String[]::new),
                step.parts().stream().map(Step.Part::object).toArray(String[]::new),
                step.parts().stream().map(Step.Part::sql).toArray(String[]::new));
        db.update(
                """
                INSERT INTO astern.structure_image (step, ord, object, before, after)
                SELECT ?, i.ord, i.object, i.before, i.after
                  FROM unnest(?::text[], ?::text[], ?::text[]) WITH ORDINALITY i (object, before, after, ord)""",
                step.id(),
                step.images().stream().map(StructureImage::object).toArray(String[]::new),
                step.images().stream().map(StructureImage::before).toArray(String[]::new),
                step.images().stream().map(StructureImage::after).toArray(String[]::new));
    }

    /** Of some actions, the latest first. */
    static List<Step> of(Db db, List<String> actions) throws SQLException {
        return read(db, "action = ANY (?) ORDER BY step DESC", actions.toArray(String[]::new));
    }

    /** Which of some actions changed structure; their steps are locked against another undo until the end. */
    static List<String> lock(Db db, List<String> actions) throws SQLException {
        return db
                .list(
                        "SELECT action FROM astern.structure WHERE action = ANY (?) ORDER BY step FOR UPDATE NOWAIT",
                        r -> r.getString(1),
                        (Object) actions.toArray(String[]::new))
                .stream()
                .distinct()
                .toList();
    }

    /** Those that still keep something, in order. */
    static List<Step> keeping(Db db) throws SQLException {
        return read(db, "kept IS NOT NULL AND kept > ? ORDER BY step", "");
    }

    /** How many rows or values that a step kept were erased with a person's data. */
    static long erased(Db db, long step) throws SQLException {
        boolean known = db.count("SELECT count(*) WHERE to_regclass('astern.erased_kept') IS NOT NULL") > 0;
        return known
                ? db.count("SELECT coalesce(sum(rows), 0)::bigint FROM astern.erased_kept WHERE step = ?", step)
                : 0;
    }

    static void erased(Db db, long step, long rows) throws SQLException {
        db.update("INSERT INTO astern.erased_kept (step, rows) VALUES (?, ?)", step, rows);
    }

    /** The step that took this one back last, if any did. */
    static @Nullable Step undoing(Db db, Step step) throws SQLException {
        List<Step> found = read(db, "undoes = ? ORDER BY step DESC LIMIT 1", step.id());
        return found.isEmpty() ? null : found.getFirst();
    }

    private static List<Step> read(Db db, String where, Object value) throws SQLException {
        List<Step> bare = db.list("""
                SELECT step, action, kind, rel::bigint, schema_name, table_name, name, other, kept, undoes
                  FROM astern.structure WHERE %s""".formatted(where), StructureStore::bare, value);
        var steps = new ArrayList<Step>();
        for (Step step : bare) {
            steps.add(complete(db, step));
        }
        return steps;
    }

    private static Step bare(ResultSet r) throws SQLException {
        long undoes = r.getLong(10);
        return new Step(
                r.getLong(1),
                r.getString(2),
                StepKind.of(r.getString(3)),
                r.getLong(4),
                r.getString(5),
                r.getString(6),
                r.getString(7),
                r.getString(8),
                r.getString(9),
                undoes == 0 ? null : Long.valueOf(undoes),
                List.of(),
                List.of());
    }

    private static Step complete(Db db, Step s) throws SQLException {
        List<Step.Part> parts = db.list(
                "SELECT role, object, sql FROM astern.structure_part WHERE step = ? ORDER BY ord",
                r -> new Step.Part(
                        Step.Role.valueOf(r.getString(1).toUpperCase(Locale.ROOT)), r.getString(2), r.getString(3)),
                s.id());
        List<StructureImage> images = db.list(
                "SELECT object, before, after FROM astern.structure_image WHERE step = ? ORDER BY ord",
                r -> new StructureImage(r.getString(1), r.getString(2), r.getString(3)),
                s.id());
        return new Step(
                s.id(),
                s.action(),
                s.kind(),
                s.rel(),
                s.schema(),
                s.table(),
                s.name(),
                s.other(),
                s.kept(),
                s.undoes(),
                parts,
                images);
    }
}
