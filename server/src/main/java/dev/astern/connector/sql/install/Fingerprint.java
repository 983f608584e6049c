package dev.astern.connector.sql.install;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Tells whether capture is still what was installed: triggers and whether they fire, functions, owners, rights. The
 * triggers that the database clones onto a new partition are not looked at; where one is switched off, the counts of
 * the transaction that needed it tell.
 */
public final class Fingerprint {
    private static final String NOW = """
            SELECT pg_catalog.md5(pg_catalog.concat(
                (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', t.tgrelid, t.tgname, t.tgenabled, t.tgfoid,
                                                        t.tgtype, t.tgqual), ';' ORDER BY t.tgrelid, t.tgname)
                   FROM pg_catalog.pg_trigger t WHERE t.tgname LIKE 'astern\\_%' AND t.tgparentid = 0),
                (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', p.oid, p.proname, p.prosrc, p.proowner,
                                                        p.prosecdef, p.proacl, p.proconfig), ';' ORDER BY p.oid)
                   FROM pg_catalog.pg_proc p WHERE p.pronamespace = 'astern'::pg_catalog.regnamespace),
                (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', c.oid, c.relname, c.relowner, c.relacl), ';'
                                              ORDER BY c.oid)
                   FROM pg_catalog.pg_class c WHERE c.relnamespace = 'astern'::pg_catalog.regnamespace)))
            """;

    private Fingerprint() {}

    public static void keep(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("INSERT INTO astern.meta VALUES ('fingerprint', (" + NOW + "))"
                    + " ON CONFLICT (name) DO UPDATE SET value = excluded.value");
        }
    }

    /** Whether nothing was altered since it was installed or refreshed. */
    public static boolean holds(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT m.value = (" + NOW + ") FROM astern.meta m WHERE m.name = 'fingerprint'")) {
            return row.next() && row.getBoolean(1);
        }
    }
}
