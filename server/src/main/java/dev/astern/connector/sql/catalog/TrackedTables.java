package dev.astern.connector.sql.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads what the target keeps about its captured tables. */
public final class TrackedTables {
    private static final String SELECT = """
            SELECT t.journal, t.rel::bigint, t.schema_name, t.table_name, t.shape, t.key, t.current,
                   ARRAY(SELECT c->>'name' FROM pg_catalog.jsonb_array_elements(t.columns) c),
                   ARRAY(SELECT c->>'attnum' FROM pg_catalog.jsonb_array_elements(t.columns) c),
                   ARRAY(SELECT c->>'type' FROM pg_catalog.jsonb_array_elements(t.columns) c),
                   ARRAY(SELECT c->>'generated' FROM pg_catalog.jsonb_array_elements(t.columns) c),
                   ARRAY(SELECT c->>'identity' FROM pg_catalog.jsonb_array_elements(t.columns) c),
                   ARRAY(SELECT c->>'notnull' FROM pg_catalog.jsonb_array_elements(t.columns) c)
              FROM astern.tracked t
             ORDER BY t.schema_name, t.table_name, t.shape
            """;

    private TrackedTables() {}

    /** All of them, those of earlier shapes too. */
    public static List<TrackedTable> load(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(SELECT);
                var rows = select.executeQuery()) {
            var tables = new ArrayList<TrackedTable>();
            while (rows.next()) {
                tables.add(table(rows));
            }
            return List.copyOf(tables);
        }
    }

    private static TrackedTable table(ResultSet row) throws SQLException {
        return new TrackedTable(
                row.getInt(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getInt(5),
                List.of(texts(row, 6)),
                columns(row),
                row.getBoolean(7));
    }

    private static List<TrackedColumn> columns(ResultSet row) throws SQLException {
        var names = texts(row, 8);
        var attnums = texts(row, 9);
        var types = texts(row, 10);
        var generated = texts(row, 11);
        var identity = texts(row, 12);
        var notNull = texts(row, 13);
        var columns = new ArrayList<TrackedColumn>();
        for (int i = 0; i < names.length; i++) {
            columns.add(new TrackedColumn(
                    names[i],
                    Integer.parseInt(attnums[i]),
                    types[i],
                    Boolean.parseBoolean(generated[i]),
                    Boolean.parseBoolean(identity[i]),
                    Boolean.parseBoolean(notNull[i])));
        }
        return columns;
    }

    private static String[] texts(ResultSet row, int column) throws SQLException {
        return (String[]) row.getArray(column).getArray();
    }
}
