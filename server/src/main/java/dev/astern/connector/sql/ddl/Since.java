package dev.astern.connector.sql.ddl;

import java.sql.SQLException;
import java.util.List;

/** Finds rows that somebody outside a selection of actions has written since a step was made. */
final class Since {
    /** A row's {@code xmin} with the epoch that its 32 bits lack. */
    private static final String WRITER = """
            (CASE WHEN w.full <= w.now THEN w.full ELSE greatest(w.full - 4294967296, 3) END)::text::xid8""";

    private final Db db;
    private final List<String> own;

    /** @param actions whose transactions, and those of their further parts, are not somebody else's */
    Since(Db db, List<String> actions) throws SQLException {
        this.db = db;
        this.own = db.list(
                "SELECT (xact::text::numeric % 4294967296)::bigint::text FROM astern.fence WHERE split_part(action, '/', 1) = ANY (?)",
                r -> r.getString(1), (Object) actions.toArray(String[]::new));
    }

    /** Writes of steps bear the {@code xmin} of their own rows, which is that of a savepoint where one was set. */
    boolean rows(Relation table, Step step) throws SQLException {
        return any(table, step, "true");
    }

    /** Rows in which the column holds something else than it is filled with by itself. */
    boolean values(Relation table, Step step, ColumnSpec column) throws SQLException {
        String fallback = column.fallback() == null ? "NULL" : "(" + column.fallback() + ")";
        boolean fixed = column.fallback() == null || !column.fallback().contains("(");
        String other = "t." + Names.quote(column.name()) + "::text IS DISTINCT FROM (" + fallback + ")::text";
        String theirs = fixed ? other : "true";
        return any(
                table,
                step,
                step.kept() == null
                        ? theirs
                        : theirs + " AND NOT "
                                + SavedValues.of(db, table, step, column.name()).held("t"));
    }

    private boolean any(Relation table, Step step, String condition) throws SQLException {
        return db.count(
                        "SELECT count(*) FROM (SELECT FROM " + table.sql() + """
                         t
                         CROSS JOIN (SELECT seen FROM astern.structure WHERE step = ?) s
                         CROSS JOIN LATERAL (SELECT pg_current_xact_id()::text::bigint AS now,
                                (pg_current_xact_id()::text::bigint >> 32 << 32) + t.xmin::text::bigint AS full) w
                         WHERE t.xmin::text <> ALL (?) AND t.xmin::text::bigint >= 3
                           AND t.xmin::text NOT IN (SELECT o.xmin::text FROM astern.structure o WHERE o.rel = ?::bigint::oid)
                           AND NOT pg_visible_in_snapshot(%s, s.seen)
                           AND %s LIMIT 1) found""".formatted(WRITER, condition),
                        step.id(),
                        own.toArray(String[]::new),
                        step.rel())
                > 0;
    }
}
