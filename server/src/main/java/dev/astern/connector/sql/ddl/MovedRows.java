package dev.astern.connector.sql.ddl;

import java.sql.SQLException;
import java.util.List;

/**
 * Lets rows of a table that was moved aside go without anything else happening: no trigger runs, and no foreign key
 * within the table takes others' rows along or holds them back. A key that no longer holds for all rows is left
 * {@code NOT VALID}, and what is computed from the rows is computed again.
 */
final class MovedRows {
    private static final String TREE = """
            (SELECT ?::bigint::oid AS oid UNION SELECT relid::oid FROM pg_partition_tree(?::bigint::oid::regclass))""";

    private final Db db;
    private final long rel;
    private final String schema;

    MovedRows(Db db, long rel, String schema) {
        this.db = db;
        this.rel = rel;
        this.schema = schema;
    }

    private record Key(String table, String name, String definition) {
        String add() {
            return "ALTER TABLE " + table + " ADD CONSTRAINT " + name + " " + definition;
        }
    }

    void without(Db.Work work) throws SQLException {
        List<Key> keys = keys();
        for (Key key : keys) {
            db.run("ALTER TABLE " + key.table() + " DROP CONSTRAINT " + key.name());
        }
        List<String> enable = triggers();
        for (String table : tables()) {
            db.run("ALTER TABLE " + table + " DISABLE TRIGGER USER");
        }
        work.run();
        for (String sql : enable) {
            db.run(sql);
        }
        for (Key key : keys) {
            restore(key);
        }
        for (String view : views()) {
            db.run("REFRESH MATERIALIZED VIEW " + view);
        }
    }

    private void restore(Key key) throws SQLException {
        try {
            db.whole(() -> db.run(key.add()));
        } catch (SQLException e) {
            if (!"23503".equals(e.getSQLState()) || key.definition().endsWith("NOT VALID")) {
                throw e;
            }
            db.run(key.add() + " NOT VALID");
        }
    }

    private List<Key> keys() throws SQLException {
        return db.list(
                """
                SELECT o.conrelid::regclass::text, quote_ident(o.conname), pg_get_constraintdef(o.oid)
                  FROM pg_constraint o
                 WHERE o.contype = 'f' AND o.conparentid = 0
                   AND o.confrelid IN %1$s AND o.conrelid IN %1$s""".formatted(TREE), r -> new Key(r.getString(1), r.getString(2), r.getString(3)), rel, rel, rel, rel);
    }

    /** Parents before their parts, so that a part's own setting is the last. */
    private List<String> triggers() throws SQLException {
        return db.list("""
                SELECT format('ALTER TABLE %%s %%s TRIGGER %%I', g.tgrelid::regclass,
                              CASE g.tgenabled WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS'
                                               WHEN 'D' THEN 'DISABLE' ELSE 'ENABLE' END, g.tgname)
                  FROM pg_trigger g WHERE g.tgrelid IN %s AND NOT g.tgisinternal
                 ORDER BY g.tgparentid <> 0, g.tgrelid, g.tgname""".formatted(TREE), r -> r.getString(1), rel, rel);
    }

    private List<String> tables() throws SQLException {
        return db.list(
                "SELECT c.oid::regclass::text FROM pg_class c WHERE c.oid IN " + TREE + " AND EXISTS (SELECT FROM"
                        + " pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal) ORDER BY c.oid",
                r -> r.getString(1),
                rel,
                rel);
    }

    private List<String> views() throws SQLException {
        return db.list("""
                SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = ? AND c.relkind = 'm' AND c.relispopulated ORDER BY c.oid""", r -> r.getString(1), schema);
    }
}
