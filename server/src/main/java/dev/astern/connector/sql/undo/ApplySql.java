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

    /**
     * One statement; {@code written} tells what is written at all, so that nothing else is named or looked for. A row may
     * need a unique value that another lets go of, and parts that nothing reads run in no useful order: so updates read
     * what the deletes did, and inserts what both did.
     */
    static String apply(List<UndoTable> tables, Written written) {
        var parts = new ArrayList<String>();
        var before = new ArrayList<String>();
        for (var table : tables) {
            if (written.deletes(table)) {
                parts.add("d" + table.number() + " AS (" + delete(table) + ")");
                before.add("d" + table.number());
            }
        }
        var afterDeletes = after(before);
        for (var table : tables) {
            var columns = written.columns(table);
            if (!columns.isEmpty()) {
                parts.add("u" + table.number() + " AS (" + update(table, columns, afterDeletes) + ")");
                before.add("u" + table.number());
            }
        }
        var afterAll = after(before);
        for (var table : tables) {
            if (written.inserts(table)) {
                parts.add("i" + table.number() + " AS (" + insert(table, afterAll) + ")");
            }
        }
        return (parts.isEmpty() ? "" : "WITH " + String.join(",\n", parts)) + " SELECT 1";
    }

    private static String after(List<String> parts) {
        return parts.isEmpty()
                ? ""
                : parts.stream()
                        .map(part -> "(SELECT count(*) FROM " + part + ")")
                        .collect(Collectors.joining(" + ", " AND ", " >= 0"));
    }

    private static String delete(UndoTable undo) {
        return "DELETE FROM " + undo.table().quoted() + " t USING " + undo.work() + " u WHERE u.act = 'D' AND "
                + place() + " RETURNING 1";
    }

    private static String update(UndoTable undo, List<Column> columns, String after) {
        var sets = columns.stream()
                .map(c -> c.quoted() + " = CASE WHEN u." + c.write() + " OR u.act = 'O' THEN u." + c.before()
                        + " ELSE t." + c.quoted() + " END")
                .collect(Collectors.joining(", "));
        return "UPDATE " + undo.table().quoted() + " t SET " + sets + " FROM " + undo.work()
                + " u WHERE u.act IN ('U', 'O') AND " + place() + after + " RETURNING 1";
    }

    private static String insert(UndoTable undo, String after) {
        return "INSERT INTO " + undo.table().quoted() + " (" + undo.each(", ", Column::quoted)
                + ") OVERRIDING SYSTEM VALUE SELECT " + undo.each(", ", c -> "u." + c.before()) + " FROM "
                + undo.work() + " u WHERE u.act = 'I'" + after + " RETURNING 1";
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
