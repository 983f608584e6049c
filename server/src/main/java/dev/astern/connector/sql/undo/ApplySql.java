package dev.astern.connector.sql.undo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes everything that was decided in one statement over all tables, so that foreign keys are looked at when it is all
 * there; and reads it back.
 */
final class ApplySql {
    private ApplySql() {}

    /** One statement; {@code written} tells per table which columns are written at all, so that no other is named. */
    static String apply(List<UndoTable> tables, Written written) {
        var parts = new ArrayList<String>();
        var deletes = tables.stream()
                .map(t -> "(SELECT count(*) FROM d" + t.number() + ")")
                .toList();
        tables.forEach(table -> parts.add("d" + table.number() + " AS (" + delete(table) + ")"));
        for (var table : tables) {
            var columns = written.columns(table);
            if (!columns.isEmpty()) {
                parts.add("u" + table.number() + " AS (" + update(table, columns) + ")");
            }
        }
        // An insert may need a value that a delete frees, so it reads what the deletes did.
        var after = String.join(" + ", deletes) + " >= 0";
        tables.forEach(table -> parts.add("i" + table.number() + " AS (" + insert(table, after) + ")"));
        return "WITH " + String.join(",\n", parts) + " SELECT 1";
    }

    private static String delete(UndoTable undo) {
        return "DELETE FROM " + undo.table().quoted() + " t USING " + undo.work() + " u WHERE u.act = 'D' AND "
                + place() + " RETURNING 1";
    }

    private static String update(UndoTable undo, List<Column> columns) {
        var sets = columns.stream()
                .map(c -> c.quoted() + " = CASE WHEN u." + c.write() + " OR u.act = 'O' THEN u." + c.before()
                        + " ELSE t." + c.quoted() + " END")
                .collect(Collectors.joining(", "));
        return "UPDATE " + undo.table().quoted() + " t SET " + sets + " FROM " + undo.work()
                + " u WHERE u.act IN ('U', 'O') AND " + place() + " RETURNING 1";
    }

    private static String insert(UndoTable undo, String after) {
        return "INSERT INTO " + undo.table().quoted() + " (" + undo.each(", ", Column::quoted)
                + ") OVERRIDING SYSTEM VALUE SELECT " + undo.each(", ", c -> "u." + c.before()) + " FROM "
                + undo.work() + " u WHERE u.act = 'I' AND " + after + " RETURNING 1";
    }

    /** Rows are locked, so their place does not change. */
    private static String place() {
        return "t.ctid = u.place AND t.tableoid = u.part";
    }

    /** Ids of effects that do not read back as decided. */
    static String unverified(UndoTable undo) {
        return undo.keyed() ? keyed(undo) : keyless(undo);
    }

    private static String keyed(UndoTable undo) {
        var where = undo.eachKey(
                " AND ", c -> "t." + c.quoted() + " = coalesce(u." + c.after() + ", u." + c.before() + ")");
        var asBefore = undo.each(" AND ", c -> c.same("t." + c.quoted(), "u." + c.before()));
        var asDecided = undo.each(
                " AND ",
                c -> "CASE WHEN u." + c.write() + " THEN " + c.same("t." + c.quoted(), "u." + c.before()) + " ELSE "
                        + c.same("t." + c.quoted(), "u." + c.now()) + " END");
        return """
                SELECT u.id FROM %1$s u LEFT JOIN %2$s t ON %3$s
                 WHERE CASE u.act WHEN 'D' THEN t.ctid IS NOT NULL
                                  WHEN 'U' THEN t.ctid IS NULL OR NOT (%4$s)
                                  WHEN 'I' THEN t.ctid IS NULL OR NOT (%5$s)
                                  WHEN 'O' THEN t.ctid IS NULL OR NOT (%5$s)
                                  ELSE false END
                """.formatted(undo.work(), undo.table().quoted(), where, asDecided, asBefore);
    }

    /** Rows without a key are counted: of those put back, as many must be there, by their binary form. */
    private static String keyless(UndoTable undo) {
        return """
                WITH back AS (SELECT u.id, row_number() OVER (PARTITION BY h ORDER BY u.id) AS nth, h
                                FROM (SELECT id, %1$s AS h FROM %2$s WHERE act IN ('I', 'U')) u),
                there AS (SELECT h, count(*) AS n FROM (SELECT %3$s AS h FROM %4$s t) t
                           WHERE h IN (SELECT h FROM back) GROUP BY h)
                SELECT back.id FROM back LEFT JOIN there USING (h) WHERE back.nth > coalesce(there.n, 0)
                """.formatted(
                        undo.hash(Column::before),
                        undo.work(),
                        undo.hash(c -> "t." + c.quoted() + "::" + c.tracked().type()),
                        undo.table().quoted());
    }
}
