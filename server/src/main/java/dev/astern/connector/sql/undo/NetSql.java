package dev.astern.connector.sql.undo;

import dev.astern.connector.sql.catalog.TrackedColumn;
import dev.astern.connector.sql.catalog.TrackedTable;
import java.util.stream.Collectors;

/**
 * The net effect of a selection on one table: every image counts −1 (before) or +1 (after), told apart by its binary
 * form. What is left below zero is to be put back, what is left above must be what is there now.
 */
final class NetSql {
    private NetSql() {}

    /** Fills the net table. */
    static String create(UndoTable undo) {
        return undo.keyed() ? keyed(undo) : keyless(undo);
    }

    private static String images(UndoTable undo) {
        return undo.journals().stream()
                .map(journal -> images(undo, journal))
                .collect(Collectors.joining(" UNION ALL "));
    }

    /** In the present shape; images of another shape are the same where they have the same values in it. */
    private static String images(UndoTable undo, TrackedTable journal) {
        var columns = undo.columns().stream().map(c -> place(undo, journal, c)).toList();
        var stored = journal.stored().stream().map(TrackedColumn::journalName).toList();
        var named = undo.each(", ", c -> "j." + place(undo, journal, c) + " AS " + c.journal());
        boolean whole = undo.journals().size() == 1 && columns.equals(stored);
        return "SELECT " + named + ", "
                + (whole ? "j.h" : ImageSql.hash("j." + String.join(", j.", columns)) + " AS h")
                + ", j.s, j.xact, j.place FROM " + ImageSql.name(journal) + " j";
    }

    private static String place(UndoTable undo, TrackedTable journal, Column column) {
        return undo.stored(journal, column.tracked()).orElseThrow().journalName();
    }

    /**
     * With a key, what is put back and what is there now belong together by it. Most keys have one image of a side at
     * most; only the others are counted by their images, and followed from transaction to transaction.
     */
    private static String keyed(UndoTable undo) {
        return """
                CREATE TEMP TABLE %1$s ON COMMIT DROP AS
                WITH RECURSIVE every AS MATERIALIZED (%2$s),
                many AS MATERIALIZED (
                    SELECT %3$s FROM every GROUP BY %3$s
                    HAVING count(*) FILTER (WHERE s < 0) > 1 OR count(*) FILTER (WHERE s > 0) > 1
                        OR min(xact) FILTER (WHERE s < 0) > max(xact) FILTER (WHERE s > 0)),
                one AS (SELECT * FROM every WHERE NOT EXISTS (SELECT FROM many WHERE %13$s)),
                i AS MATERIALIZED (SELECT every.* FROM every JOIN many ON %13$s),
                net AS (SELECT %3$s, h, sum(s) AS s FROM i GROUP BY %3$s, h HAVING sum(s) <> 0),
                m AS (SELECT DISTINCT ON (i.h) i.* FROM net JOIN i ON i.h = net.h
                       WHERE net.s < 0 AND i.s < 0 ORDER BY i.h, i.xact),
                p AS (SELECT DISTINCT ON (i.h) i.* FROM net JOIN i ON i.h = net.h
                       WHERE net.s > 0 AND i.s > 0 ORDER BY i.h, i.xact DESC),
                broken AS (%6$s), %7$s
                SELECT row_number() OVER () AS id, n.*
                  FROM (SELECT m.h IS NOT NULL AS b, p.h IS NOT NULL AS a, false AS unpaired, ''::text AS cut,
                               %4$s, %5$s
                          FROM (SELECT * FROM one WHERE s < 0) m FULL JOIN (SELECT * FROM one WHERE s > 0) p ON %8$s
                         WHERE m.h IS DISTINCT FROM p.h
                        UNION ALL
                        SELECT m.h IS NOT NULL, p.h IS NOT NULL, false, '', %4$s, %5$s
                          FROM m FULL JOIN p ON %8$s
                         WHERE NOT EXISTS (SELECT FROM broken WHERE %9$s)
                        UNION ALL
                        SELECT b, a, false, cut, %10$s, %11$s FROM %12$s) n
                """.formatted(
                undo.net(),
                images(undo),
                undo.eachKey(", ", Column::journal),
                undo.each(", ", c -> "m." + c.journal() + " AS " + c.before()),
                undo.each(", ", c -> "p." + c.journal() + " AS " + c.after()),
                ChainSql.broken(undo),
                ChainSql.fold(undo),
                undo.eachKey(" AND ", c -> "m." + c.journal() + " = p." + c.journal()),
                undo.eachKey(
                        " AND ",
                        c -> "broken." + c.journal() + " = coalesce(m." + c.journal() + ", p." + c.journal() + ")"),
                undo.each(", ", Column::before),
                undo.each(", ", Column::after),
                ChainSql.FOLDED,
                undo.eachKey(" AND ", c -> "many." + c.journal() + " = every." + c.journal()));
    }

    /**
     * Without one, an update's two images stand at the same place of their sides, as long as both sides have the same
     * number. Those that are equal changed nothing and are left out. Where anything else cancels out, nothing says which
     * image belongs to which.
     */
    private static String keyless(UndoTable undo) {
        return """
                CREATE TEMP TABLE %1$s ON COMMIT DROP AS
                WITH every AS MATERIALIZED (%2$s),
                ranked AS (SELECT *, row_number() OVER (PARTITION BY xact, s ORDER BY place) AS rank FROM every),
                sides AS (SELECT xact, (minus = plus OR minus = 0 OR plus = 0) AND placed AS paired
                            FROM (SELECT xact, count(*) FILTER (WHERE s < 0) AS minus,
                                         count(*) FILTER (WHERE s > 0) AS plus, bool_and(place IS NOT NULL) AS placed
                                    FROM every GROUP BY xact) x),
                i AS MATERIALIZED (
                    SELECT r.* FROM ranked r JOIN sides USING (xact)
                     WHERE NOT (sides.paired AND EXISTS (SELECT FROM ranked o
                                 WHERE o.xact = r.xact AND o.rank = r.rank AND o.s = -r.s AND o.h = r.h))),
                total AS (SELECT h, sum(s) AS s FROM i GROUP BY h),
                plain AS (
                    SELECT (SELECT coalesce(sum(abs(s)), 0) FROM total) = (SELECT count(*) FROM i)
                       AND coalesce((SELECT bool_and(paired) FROM sides), true) AS yes),
                n AS (
                    SELECT i.*, row_number() OVER (PARTITION BY h ORDER BY xact, rank) AS nth, total.s AS net
                      FROM i JOIN total USING (h) WHERE sign(i.s) = sign(total.s)),
                kept AS (SELECT * FROM n WHERE nth <= abs(net)),
                m AS (SELECT * FROM kept WHERE s < 0),
                p AS (SELECT * FROM kept WHERE s > 0)
                SELECT row_number() OVER (ORDER BY m.h, p.h) AS id, m.h IS NOT NULL AS b, p.h IS NOT NULL AS a,
                       NOT (SELECT yes FROM plain) AS unpaired, ''::text AS cut, p.h AS ah, %3$s, %4$s
                  FROM m FULL JOIN p ON m.xact = p.xact AND m.rank = CASE WHEN (SELECT yes FROM plain) THEN p.rank END
                """.formatted(
                        undo.net(),
                        images(undo),
                        undo.each(", ", c -> "m." + c.journal() + " AS " + c.before()),
                        undo.each(", ", c -> "p." + c.journal() + " AS " + c.after()));
    }
}
