package dev.astern.connector.sql.catalog;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is left of images that were erased: a random value for each, which counts in the digest of its action instead of
 * the image. An erasure locks out all readers of it until it commits, so that whoever has read this in a transaction sees
 * no image come or go before its end.
 */
public final class ErasedImages {
    /** A transaction's copy. */
    public static final String COPY = "astern_gone";

    /** SQL of the byte that tells a digest which side an image is of. */
    public static final String SIDE_OF_IMAGE = "CASE j.side WHEN '+' THEN '\\x2b'::bytea ELSE '\\x2d'::bytea END";

    private static final String COLUMNS = "xact, journal, side, token, effect, kind, mixed";

    private ErasedImages() {}

    /** Whether the target can keep any: one that was installed by an earlier version can't before it is refreshed. */
    public static boolean kept(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT pg_catalog.to_regclass('astern.erased') IS NOT NULL")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /**
     * Copies those of some transactions to {@link #COPY}; the first thing to do in a transaction that looks at images.
     *
     * @return the journals that had them
     */
    public static Set<Integer> copy(Connection connection, Array xacts) throws SQLException {
        var from = kept(connection)
                ? "SELECT " + COLUMNS + " FROM astern.erased WHERE xact = ANY (?::text[]::bigint[])"
                : "SELECT 0::bigint, 0, '+'::\"char\", ''::bytea, 0::bigint, '-'::\"char\", false"
                        + " WHERE false AND '' = ANY (?::text[])";
        try (var create = connection.prepareStatement(
                "CREATE TEMP TABLE " + COPY + " (" + COLUMNS + ") ON COMMIT DROP AS " + from)) {
            create.setArray(1, xacts);
            create.execute();
        }
        var journals = new TreeSet<Integer>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT DISTINCT journal FROM " + COPY)) {
            while (rows.next()) {
                journals.add(rows.getInt(1));
            }
        }
        return journals;
    }

    /** SQL of what each erased image adds to its action's digest, as {@code xact} and {@code g}. */
    public static String digested(int journal, String from) {
        return "SELECT j.xact, j.token || " + SIDE_OF_IMAGE + " AS g FROM " + from + " j WHERE j.journal = " + journal;
    }
}
