package dev.astern.connector.sql.ddl;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A column's values aside in a table of ours, with the keys that find their rows again. */
final class SavedValues {
    private final Db db;
    private final Relation table;
    private final String column;
    private final Matching matching;
    private final String home;

    SavedValues(Db db, Relation table, String column, Matching matching, String kept) {
        this.db = db;
        this.table = table;
        this.column = Names.quote(column);
        this.matching = matching;
        this.home = Names.quote("astern_trash", kept);
    }

    static SavedValues of(Db db, Relation table, Step step, String column) {
        return new SavedValues(
                db, table, column, Matching.of(step), java.util.Objects.requireNonNull(step.kept(), "kept"));
    }

    /** @param becomes the value each will be changed to, or null where the column goes */
    void save(@Nullable String becomes) throws SQLException {
        db.run("CREATE TABLE " + home + " AS SELECT " + matching.keys("r") + ", r." + column + " AS old"
                + (becomes == null ? "" : ", (" + becomes + ") AS new") + " FROM " + matching.keyed(table.sql())
                + " r");
    }

    /** Writes the saved values into the rows that are still there; no user's trigger sees it. */
    void fill(String value) throws SQLException {
        withoutTriggers(() -> db.run(update(home, value)));
    }

    /** How many rows that a saved value belongs to do not hold it. */
    long differing(String value) throws SQLException {
        return db.count("SELECT count(*) FROM " + matching.keyed(table.sql()) + " r JOIN " + home + " s ON "
                + matching.equal("r", "s") + " WHERE r." + column + "::text IS DISTINCT FROM s." + value + "::text");
    }

    long withoutRow() throws SQLException {
        return db.count("SELECT count(*) FROM " + home + " s WHERE NOT EXISTS (SELECT FROM "
                + matching.keyed(table.sql()) + " r WHERE " + matching.equal("r", "s") + ")");
    }

    /**
     * What each row will hold when the column is of its old type again: the saved value where the row still holds what
     * the change left, else people's value read as the old type.
     *
     * @param keepOthers false to put the saved value over what people wrote
     */
    void merge(String into, String oldType, boolean keepOthers) throws SQLException {
        String unchanged = keepOthers ? " AND r." + column + "::text IS NOT DISTINCT FROM s.new::text" : "";
        db.run("CREATE TABLE " + Names.quote("astern_trash", into) + " AS SELECT " + matching.keys("r")
                + ", CASE WHEN s._astern_k1 IS NOT NULL" + unchanged + " THEN s.old ELSE r." + column + "::text::"
                + oldType
                + " END AS old FROM " + matching.keyed(table.sql()) + " r LEFT JOIN " + home + " s ON "
                + matching.equal("r", "s"));
    }

    /** After the change: notes what each row holds now. */
    void remember() throws SQLException {
        db.run("UPDATE " + home + " s SET new = r." + column + " FROM " + matching.keyed(table.sql()) + " r WHERE "
                + matching.equal("r", "s"));
    }

    /** Whether a row of {@code t} holds the value that was put back into it. */
    String held(String t) {
        return "EXISTS (SELECT FROM " + matching.keyed(table.sql()) + " r JOIN " + home + " s ON "
                + matching.equal("r", "s") + " WHERE r._astern_at = " + t + ".ctid AND r._astern_in = " + t
                + ".tableoid AND s.old::text IS NOT DISTINCT FROM " + t + "." + column + "::text)";
    }

    void drop() throws SQLException {
        db.run("DROP TABLE " + home);
    }

    private String update(String source, String value) {
        if (matching.typed()) {
            var join = new StringBuilder();
            for (int i = 0; i < matching.columns().size(); i++) {
                join.append(i == 0 ? "" : " AND ")
                        .append("t." + Names.quote(matching.columns().get(i)) + " = s._astern_k" + (i + 1));
            }
            return "UPDATE " + table.sql() + " t SET " + column + " = s." + value + " FROM " + source + " s WHERE "
                    + join;
        }
        return "UPDATE " + table.sql() + " t SET " + column + " = s." + value + " FROM " + matching.keyed(table.sql())
                + " r JOIN " + source + " s ON " + matching.equal("r", "s")
                + " WHERE t.ctid = r._astern_at AND t.tableoid = r._astern_in";
    }

    /** The table is locked against everybody else already; each trigger comes back as it was. */
    private void withoutTriggers(Db.Work work) throws SQLException {
        List<String> enable = db.list("""
                SELECT format('ALTER TABLE %s %s TRIGGER %I', ?::text, CASE g.tgenabled WHEN 'R' THEN 'ENABLE REPLICA'
                              WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE' END, g.tgname)
                  FROM pg_trigger g WHERE g.tgrelid = ?::bigint::oid AND NOT g.tgisinternal AND g.tgenabled <> 'D'""", r -> r.getString(1), table.sql(), table.oid());
        if (!enable.isEmpty()) {
            db.run("ALTER TABLE " + table.sql() + " DISABLE TRIGGER USER");
        }
        work.run();
        for (String sql : enable) {
            db.run(sql);
        }
    }
}
