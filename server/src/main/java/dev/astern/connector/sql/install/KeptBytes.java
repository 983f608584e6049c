package dev.astern.connector.sql.install;

import java.sql.Connection;
import java.sql.SQLException;

/** The size of the images and of what was moved aside. */
public final class KeptBytes {
    private static final String SQL = """
            SELECT coalesce(sum(pg_catalog.pg_total_relation_size(c.oid)), 0)::bigint
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind = 'r' AND (n.nspname = 'astern' AND c.relname ~ '^[jb]_' OR n.nspname ~ '^astern_trash(_[0-9]+)?$')
            """;

    private KeptBytes() {}

    public static long of(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(SQL)) {
            row.next();
            return row.getLong(1);
        }
    }
}
