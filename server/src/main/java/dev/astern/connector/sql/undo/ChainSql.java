package dev.astern.connector.sql.undo;

/**
 * Rows that others changed between two writes of the selection, where the images do not cancel out to one before and one
 * after. There the selection's transactions are taken back one after the other, the latest first, on paper: for each
 * field the walk goes on as long as what a transaction found is what the earlier one had left, and stops at the first
 * value that somebody else had put there. A field that the later transactions left alone tells nothing: the walk takes it
 * up where an earlier one changed it, so that a change that others wrote over is seen as a conflict.
 */
final class ChainSql {
    static final String FOLDED = "folded";

    private ChainSql() {}

    /** Keys with more than one image of a side left, or whose last image is older than the first. */
    static String broken(UndoTable undo) {
        var key = undo.eachKey(", ", Column::journal);
        return """
                SELECT %1$s FROM m GROUP BY %1$s HAVING count(*) > 1
                UNION SELECT %1$s FROM p GROUP BY %1$s HAVING count(*) > 1
                UNION SELECT %2$s FROM m JOIN p ON %3$s WHERE m.xact > p.xact
                """.formatted(key, undo.eachKey(", ", c -> "m." + c.journal()), equal(undo, "m", "p"));
    }

    /**
     * What each transaction did to each broken row, then the walk through them, then where it ended; {@code cut} is why
     * it could not go on to the row's beginning.
     */
    static String fold(UndoTable undo) {
        var key = undo.eachKey(", ", Column::journal);
        return """
                steps AS (SELECT i.*, sum(i.s) OVER (PARTITION BY %1$s, i.xact, i.h) AS left_over
                            FROM i JOIN broken ON %2$s),
                step_m AS (SELECT DISTINCT ON (%3$s, xact) * FROM steps WHERE left_over < 0 AND s < 0 ORDER BY %3$s, xact),
                step_p AS (SELECT DISTINCT ON (%3$s, xact) * FROM steps WHERE left_over > 0 AND s > 0 ORDER BY %3$s, xact),
                segments AS (
                    SELECT x.*, row_number() OVER (PARTITION BY %4$s ORDER BY x.xact DESC) AS nth FROM (
                        SELECT %5$s, coalesce(m.xact, p.xact) AS xact, m.h IS NOT NULL AS b, p.h IS NOT NULL AS a, %6$s, %7$s
                          FROM step_m m FULL JOIN step_p p ON %8$s AND m.xact = p.xact) x),
                walk AS (
                    SELECT %4$s, nth, b, a, %9$s, %10$s, %11$s, false AS halt, ''::text AS cut
                      FROM segments WHERE nth = 1
                    UNION ALL
                    SELECT %12$s, s.nth, CASE WHEN go.es THEN s.b ELSE f.b END, f.a, %13$s, %14$s, %15$s,
                           f.halt OR NOT go.es,
                           CASE WHEN f.halt OR go.es OR NOT f.b THEN f.cut
                                WHEN s.a THEN 'ROW_CHANGED_SINCE_INSERT' ELSE 'KEY_TAKEN' END
                      FROM walk f JOIN segments s ON s.nth = f.nth + 1 AND %16$s,
                           LATERAL (SELECT NOT f.halt AND CASE WHEN f.b AND s.a THEN s.b OR (%17$s)
                                                               ELSE NOT f.b AND NOT s.a END AS es) go),
                folded AS (SELECT DISTINCT ON (%4$s) * FROM walk ORDER BY %4$s, nth DESC)
                """.formatted(
                undo.eachKey(", ", c -> "i." + c.journal()),
                equal(undo, "i", "broken"),
                key,
                undo.eachKey(", ", c -> "k_" + c.journal()),
                undo.eachKey(", ", c -> "coalesce(m." + c.journal() + ", p." + c.journal() + ") AS k_" + c.journal()),
                undo.each(", ", c -> "m." + c.journal() + " AS " + c.before()),
                undo.each(", ", c -> "p." + c.journal() + " AS " + c.after()),
                equal(undo, "m", "p"),
                undo.each(", ", Column::before),
                undo.each(", ", Column::after),
                undo.each(", ", c -> "false AS " + stop(c)),
                undo.eachKey(", ", c -> "s.k_" + c.journal()),
                undo.each(
                        ", ",
                        c -> "CASE WHEN go.es AND (" + fits(c) + " OR " + open(c) + ") THEN s." + c.before()
                                + " ELSE f." + c.before() + " END"),
                undo.each(
                        ", ",
                        c -> "CASE WHEN go.es AND " + open(c) + " THEN s." + c.after() + " ELSE f." + c.after()
                                + " END"),
                undo.each(", ", c -> "NOT (" + fits(c) + " OR " + open(c) + ")"),
                undo.eachKey(" AND ", c -> "s.k_" + c.journal() + " = f.k_" + c.journal()),
                undo.each(" AND ", ChainSql::fits));
    }

    private static String equal(UndoTable undo, String one, String other) {
        return undo.eachKey(" AND ", c -> one + "." + c.journal() + " = " + other + "." + c.journal());
    }

    private static String stop(Column column) {
        return "s_" + column.tracked().attnum();
    }

    /** The later transaction found in this field what the earlier one had left. */
    private static String fits(Column c) {
        return "(NOT f." + stop(c) + " AND " + c.same("f." + c.before(), "s." + c.after()) + ")";
    }

    /** The later transactions left this field of the row alone, on balance. */
    private static String open(Column c) {
        return "(f.b AND f.a AND s.b AND NOT f." + stop(c) + " AND " + c.same("f." + c.before(), "f." + c.after())
                + ")";
    }
}
