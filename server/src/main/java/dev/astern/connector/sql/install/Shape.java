package dev.astern.connector.sql.install;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A table as the catalog shows it.
 *
 * @param columns as {@code tracked.columns}
 * @param leaves oids of all partitions of a partitioned table, at every level
 * @param refused why it can't carry capture; empty when it can
 */
record Shape(
        long rel,
        String schema,
        String table,
        String columns,
        List<String> key,
        List<Long> leaves,
        boolean partitioned,
        String refused) {

    static List<Shape> all(Connection connection) throws SQLException {
        return read(connection, 0);
    }

    static List<Shape> read(Connection connection, long rel) throws SQLException {
        try (var select = connection.prepareStatement(ShapeQuery.SQL)) {
            select.setLong(1, rel);
            select.setLong(2, rel);
            try (var rows = select.executeQuery()) {
                var shapes = new ArrayList<Shape>();
                while (rows.next()) {
                    shapes.add(shape(rows));
                }
                return shapes;
            }
        }
    }

    private static Shape shape(ResultSet row) throws SQLException {
        return new Shape(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                List.of((String[]) row.getArray(5).getArray()),
                List.of((Long[]) row.getArray(6).getArray()),
                row.getBoolean(7),
                refusal(row));
    }

    private static String refusal(ResultSet row) throws SQLException {
        if (row.getBoolean(8)) {
            return "it takes part in inheritance, which capture does not follow";
        }
        if (!row.getBoolean(11)) {
            return "the gateway's role is not a member of its owner";
        }
        return row.getBoolean(10) ? "" : "it has no columns";
    }
}
