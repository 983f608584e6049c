package dev.astern.connector.sql.undo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The columns of a unique index that is neither partial nor over expressions. */
record UniqueKey(long table, List<Integer> columns, List<String> names, boolean nullsEqual) {
    private static final String SQL = """
            SELECT i.indrelid::bigint, i.indkey::smallint[],
                   (SELECT pg_catalog.array_agg(pg_catalog.quote_ident(a.attname) ORDER BY k.n)
                      FROM pg_catalog.unnest(i.indkey::smallint[]) WITH ORDINALITY k(num, n)
                      JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num),
                   coalesce((pg_catalog.to_jsonb(i)->>'indnullsnotdistinct')::boolean, false)
              FROM pg_catalog.pg_index i
             WHERE i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
               AND i.indnatts = i.indnkeyatts AND i.indrelid::bigint = ANY (?)
             ORDER BY i.indexrelid
            """;

    static List<UniqueKey> of(Connection connection, List<Long> tables) throws SQLException {
        try (var select = connection.prepareStatement(SQL)) {
            select.setArray(1, connection.createArrayOf("bigint", tables.toArray()));
            try (var rows = select.executeQuery()) {
                var keys = new ArrayList<UniqueKey>();
                while (rows.next()) {
                    keys.add(new UniqueKey(
                            rows.getLong(1),
                            ForeignKey.numbers(rows.getArray(2)),
                            List.of((String[]) rows.getArray(3).getArray()),
                            rows.getBoolean(4)));
                }
                return keys;
            }
        }
    }
}
