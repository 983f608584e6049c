package dev.astern.connector.sql.undo;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A foreign key of or to a table of the undo.
 *
 * @param child the referencing table's oid
 * @param childName its name, quoted
 * @param childColumns column numbers there
 * @param parent the referenced table's oid
 * @param parentName its name, quoted
 * @param parentColumns column numbers there, in the same order
 */
record ForeignKey(
        long child,
        String childName,
        List<Integer> childColumns,
        List<String> childNames,
        long parent,
        String parentName,
        List<Integer> parentColumns,
        List<String> parentNames) {
    private static final String SQL = """
            SELECT c.conrelid::bigint, pg_catalog.format('%I.%I', cn.nspname, cc.relname), c.conkey,
                   (SELECT pg_catalog.array_agg(pg_catalog.quote_ident(a.attname) ORDER BY k.n)
                      FROM pg_catalog.unnest(c.conkey) WITH ORDINALITY k(num, n)
                      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num),
                   c.confrelid::bigint, pg_catalog.format('%I.%I', pn.nspname, pc.relname), c.confkey,
                   (SELECT pg_catalog.array_agg(pg_catalog.quote_ident(a.attname) ORDER BY k.n)
                      FROM pg_catalog.unnest(c.confkey) WITH ORDINALITY k(num, n)
                      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.num)
              FROM pg_catalog.pg_constraint c
              JOIN pg_catalog.pg_class cc ON cc.oid = c.conrelid
              JOIN pg_catalog.pg_namespace cn ON cn.oid = cc.relnamespace
              JOIN pg_catalog.pg_class pc ON pc.oid = c.confrelid
              JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace
             WHERE c.contype = 'f' AND c.conparentid = 0
               AND (c.conrelid::bigint = ANY (?) OR c.confrelid::bigint = ANY (?))
             ORDER BY c.oid
            """;

    static List<ForeignKey> touching(Connection connection, List<Long> tables) throws SQLException {
        try (var select = connection.prepareStatement(SQL)) {
            var array = connection.createArrayOf("bigint", tables.toArray());
            select.setArray(1, array);
            select.setArray(2, array);
            try (var rows = select.executeQuery()) {
                var keys = new ArrayList<ForeignKey>();
                while (rows.next()) {
                    keys.add(new ForeignKey(
                            rows.getLong(1),
                            rows.getString(2),
                            numbers(rows.getArray(3)),
                            List.of((String[]) rows.getArray(4).getArray()),
                            rows.getLong(5),
                            rows.getString(6),
                            numbers(rows.getArray(7)),
                            List.of((String[]) rows.getArray(8).getArray())));
                }
                return keys;
            }
        }
    }

    static List<Integer> numbers(Array array) throws SQLException {
        var numbers = new ArrayList<Integer>();
        for (Object number : (Object[]) array.getArray()) {
            numbers.add(((Number) number).intValue());
        }
        return numbers;
    }
}
