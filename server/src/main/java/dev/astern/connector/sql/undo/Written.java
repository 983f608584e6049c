package dev.astern.connector.sql.undo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which columns of each table are written in some row. */
record Written(Map<Integer, List<Column>> byTable) {
    Written {
        byTable = Map.copyOf(byTable);
    }

    List<Column> columns(UndoTable undo) {
        return byTable.getOrDefault(undo.number(), List.of());
    }

    static Written read(Connection connection, List<UndoTable> tables) throws SQLException {
        var byTable = new HashMap<Integer, List<Column>>();
        for (var undo : tables) {
            byTable.put(undo.number(), columns(connection, undo));
        }
        return new Written(byTable);
    }

    private static List<Column> columns(Connection connection, UndoTable undo) throws SQLException {
        var sql = undo.columns().stream()
                .map(c -> "coalesce(bool_or((" + c.write() + " AND act = 'U') OR (act = 'O' AND NOT "
                        + c.same(c.now(), c.before()) + ")), false)")
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + undo.work()));
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            var columns = new ArrayList<Column>();
            for (int i = 0; i < undo.columns().size(); i++) {
                if (row.getBoolean(i + 1)) {
                    columns.add(undo.columns().get(i));
                }
            }
            return columns;
        }
    }
}
