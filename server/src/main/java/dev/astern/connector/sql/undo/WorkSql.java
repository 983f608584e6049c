package dev.astern.connector.sql.undo;

/** Lays each net effect beside what is there now, and decides by the three images, field by field. */
final class WorkSql {
    private WorkSql() {}

    /** Locks the rows that may be written, in key order; what waits here is seen by the statements after it. */
    static String lock(UndoTable undo) {
        var order = undo.keyed() ? undo.eachKey(", ", c -> "t." + c.quoted()) : "t.ctid";
        return "SELECT count(*) FROM (SELECT 1 FROM " + undo.table().quoted() + " t JOIN " + undo.net() + " u ON "
                + match(undo) + " ORDER BY " + order + " FOR UPDATE OF t) x";
    }

    /** How a net effect finds its row: by the key that it has now, or by all that the agent left in it. */
    private static String match(UndoTable undo) {
        if (undo.keyed()) {
            return undo.eachKey(
                    " AND ", c -> "t." + c.quoted() + " = coalesce(u." + c.after() + ", u." + c.before() + ")");
        }
        return "u.a AND u.ah = " + hash(undo);
    }

    /** The binary form of a row of the table, in the journal's types, as {@link NetSql} takes it of an image. */
    private static String hash(UndoTable undo) {
        return undo.hash(c -> "t." + c.quoted() + "::" + c.tracked().type());
    }

    /**
     * Decides by the rule of the three images. Each level computes once what the next one uses often.
     *
     * @param force SQL that is true where the agent's work goes even though others changed it since
     */
    static String create(UndoTable undo, String force) {
        var differs = undo.each(", ", c -> "NOT " + c.same(c.before(), c.after()) + " AS " + differs(c));
        var asLeft = undo.each(", ", c -> c.same(c.now(), c.after()) + " AS " + asLeft(c));
        var asBefore = undo.each(", ", c -> c.same(c.now(), c.before()) + " AS " + asBefore(c));
        return """
                CREATE TEMP TABLE %1$s ON COMMIT DROP AS
                SELECT id, b, a, unpaired, force, place, part, now, %2$s, %3$s, %4$s, %5$s, %6$s
                  FROM (SELECT *, (%7$s) AS conflict, (%8$s) AS restore, (%9$s) AS others, (%10$s) AS as_left,
                               (%11$s) AS as_before
                          FROM (SELECT *, %12$s, %13$s, %14$s, (%15$s) AS force FROM (%16$s OFFSET 0) r OFFSET 0) c
                        OFFSET 0) d
                """.formatted(
                undo.work(),
                undo.each(", ", Column::before),
                undo.each(", ", Column::after),
                undo.each(", ", Column::now),
                undo.each(
                        ", ",
                        c -> "b AND a AND now AND " + differs(c) + " AND (" + asLeft(c) + " OR (force AND NOT "
                                + asBefore(c) + ")) AS " + c.write()),
                cases(),
                undo.each(" OR ", c -> "(" + differs(c) + " AND NOT " + asLeft(c) + " AND NOT " + asBefore(c) + ")"),
                undo.each(" OR ", c -> "(" + differs(c) + " AND " + asLeft(c) + ")"),
                undo.each(" OR ", c -> "NOT (" + differs(c) + " OR " + asLeft(c) + ")"),
                undo.each(" AND ", WorkSql::asLeft),
                undo.each(" AND ", WorkSql::asBefore),
                differs,
                asLeft,
                asBefore,
                force,
                undo.keyed() ? keyed(undo) : keyless(undo));
    }

    private static String differs(Column c) {
        return "d_" + c.tracked().attnum();
    }

    private static String asLeft(Column c) {
        return "l_" + c.tracked().attnum();
    }

    private static String asBefore(Column c) {
        return "p_" + c.tracked().attnum();
    }

    private static String keyed(UndoTable undo) {
        return "SELECT u.*, t.ctid AS place, t.tableoid AS part, t.ctid IS NOT NULL AS now, "
                + undo.each(", ", c -> "t." + c.quoted() + " AS " + c.now())
                + " FROM " + undo.net() + " u LEFT JOIN " + undo.table().quoted() + " t ON " + match(undo);
    }

    /** Equal rows are told apart only by their number, so as many of them are taken as the agent left. */
    private static String keyless(UndoTable undo) {
        return """
                WITH wanted AS (SELECT u.*, row_number() OVER (PARTITION BY ah ORDER BY id) AS nth FROM %1$s u),
                found AS (
                    SELECT place, part, h, row_number() OVER (PARTITION BY h ORDER BY part, place) AS nth
                      FROM (SELECT t.ctid AS place, t.tableoid AS part, %2$s AS h FROM %3$s t) t
                     WHERE h IN (SELECT ah FROM %1$s WHERE a))
                SELECT u.*, f.place, f.part, f.place IS NOT NULL AS now, %4$s
                  FROM wanted u LEFT JOIN found f ON u.a AND f.nth = u.nth AND f.h = u.ah
                """.formatted(
                        undo.net(),
                        hash(undo),
                        undo.table().quoted(),
                        undo.each(", ", c -> "u." + c.after() + " AS " + c.now()));
    }

    private static String cases() {
        return """
                CASE WHEN unpaired AND NOT now AND a THEN '-'
                     WHEN b AND a AND NOT now THEN '-'
                     WHEN b AND a THEN CASE WHEN restore OR (conflict AND force) THEN 'U' ELSE '-' END
                     WHEN a THEN CASE WHEN now AND (as_left OR force) THEN 'D' ELSE '-' END
                     ELSE CASE WHEN NOT now THEN 'I' WHEN as_before THEN '-' WHEN force THEN 'O' ELSE '-' END
                END AS act,
                CASE WHEN b AND a AND NOT now THEN 'GONE'
                     WHEN b AND a THEN CASE WHEN (conflict AND NOT force) OR cut <> '' THEN 'KEPT'
                                            WHEN restore OR conflict THEN 'RESTORED' ELSE 'ALREADY_BACK' END
                     WHEN a AND unpaired AND NOT now THEN 'GONE'
                     WHEN a THEN CASE WHEN NOT now THEN 'ALREADY_BACK' WHEN as_left OR force THEN 'RESTORED'
                                      ELSE 'KEPT' END
                     ELSE CASE WHEN NOT now THEN 'RESTORED' WHEN as_before THEN 'ALREADY_BACK'
                               WHEN force THEN 'RESTORED' ELSE 'KEPT' END
                END AS res,
                CASE WHEN b AND a AND NOT now THEN 'TARGET_GONE'
                     WHEN b AND a THEN CASE WHEN conflict AND NOT force THEN 'SAME_FIELD_CHANGED'
                                            WHEN cut <> '' THEN cut
                                            WHEN others AND (restore OR conflict) THEN 'OTHERS_FIELDS_KEPT' ELSE '' END
                     WHEN a AND unpaired AND NOT now THEN 'TARGET_GONE'
                     WHEN a THEN CASE WHEN now AND NOT as_left AND NOT force THEN 'ROW_CHANGED_SINCE_INSERT' ELSE '' END
                     ELSE CASE WHEN now AND NOT as_before AND NOT force THEN 'KEY_TAKEN' ELSE '' END
                END AS reason""";
    }

    /**
     * Where nothing says which images belong together, either everything the agent left is found, or nothing is touched:
     * half of it could lose a row or make one twice.
     */
    static String unpaired(UndoTable undo) {
        return """
                UPDATE %1$s SET act = '-', res = 'GONE', reason = 'TARGET_GONE'
                 WHERE unpaired AND EXISTS (SELECT FROM %1$s WHERE unpaired AND a AND NOT now)
                   AND EXISTS (SELECT FROM %1$s WHERE unpaired AND b)
                """.formatted(undo.work());
    }
}
