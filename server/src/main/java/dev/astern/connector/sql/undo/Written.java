package dev.astern.connector.sql.undo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is done to each table: which columns are written in some row, and whether rows go or come. */
record Written(Map<Integer, Change> byTable) {
    record Change(List<Column> columns, boolean deletes, boolean inserts) {
        Change {
            columns = List.copyOf(columns);
        }
    }

    Written {
        byTable = Map.copyOf(byTable);
    }

    List<Column> columns(UndoTable undo) {
        return change(undo).columns();
    }

    boolean deletes(UndoTable undo) {
        return change(undo).deletes();
    }

    boolean inserts(UndoTable undo) {
        return change(undo).inserts();
    }

    private Change change(UndoTable undo) {
        return byTable.getOrDefault(undo.number(), new Change(List.of(), false, false));
    }

    static Written read(Connection connection, List<UndoTable> tables) throws SQLException {
        var byTable = new HashMap<Integer, Change>();
        for (var undo : tables) {
            byTable.put(undo.number(), change(connection, undo));
        }
        return new Written(byTable);
    }

    private static Change change(Connection connection, UndoTable undo) throws SQLException {
        var sql = undo.columns().stream()
                .map(c -> ", coalesce(bool_or((" + c.write() + " AND act = 'U') OR (act = 'O' AND NOT "
                        + c.same(c.now(), c.before()) + ")), false)")
                .collect(Collectors.joining(
                        "",
                        "SELECT coalesce(bool_or(act = 'D'), false), coalesce(bool_or(act = 'I'), false)",
                        " FROM " + undo.work()));
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            var columns = new ArrayList<Column>();
            for (int i = 0; i < undo.columns().size(); i++) {
                if (row.getBoolean(i + 3)) {
                    columns.add(undo.columns().get(i));
                }
            }
            return new Change(columns, row.getBoolean(1), row.getBoolean(2));
        }
    }
}
