package dev.astern.connector.sql.undo;

import dev.astern.connector.Effect;
import dev.astern.connector.Reason;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoResult;
import dev.astern.connector.sql.catalog.ErasedImages;
import dev.astern.connector.sql.catalog.TrackedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a selection that can't be taken back because a person's data was erased: the erased ones themselves, and those
 * that nothing tells from them any more.
 */
record ErasedEffects(List<UndoReport.Count> counts, List<UndoItem> items) {
    private static final String EFFECTS = """
            SELECT effect, min(kind::text), count(*) OVER () FROM astern_gone
             WHERE journal = %d AND kind <> '-' GROUP BY effect ORDER BY effect LIMIT %d""";

    ErasedEffects {
        counts = List.copyOf(counts);
        items = List.copyOf(items);
    }

    /** Reads them, and takes the images out that can't be told apart from the erased. */
    static ErasedEffects read(Connection connection, List<TrackedTable> tables, int itemLimit) throws SQLException {
        var counts = new ArrayList<UndoReport.Count>();
        var items = new ArrayList<UndoItem>();
        for (var table : tables) {
            long rows =
                    erased(connection, table, Math.max(0, itemLimit - items.size()), items) + untold(connection, table);
            if (rows > 0) {
                counts.add(new UndoReport.Count(table.resource(), UndoResult.CANNOT, Reason.ERASED, rows));
            }
        }
        return new ErasedEffects(counts, items);
    }

    private static long erased(Connection connection, TrackedTable table, int limit, List<UndoItem> items)
            throws SQLException {
        long rows = 0;
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(EFFECTS.formatted(table.journal(), Math.max(1, limit)))) {
            while (found.next()) {
                rows = found.getLong(3);
                if (limit > 0) {
                    items.add(new UndoItem(
                            "erased:" + found.getLong(1),
                            table.resource(),
                            null,
                            kind(found.getString(2)),
                            UndoResult.CANNOT,
                            Reason.ERASED,
                            List.of()));
                }
            }
        }
        return rows;
    }

    private static long untold(Connection connection, TrackedTable table) throws SQLException {
        var mixed = "xact IN (SELECT g.xact FROM " + ErasedImages.COPY + " g WHERE g.mixed AND g.journal = "
                + table.journal() + ")";
        try (var statement = connection.createStatement()) {
            long rows;
            try (var row = statement.executeQuery("""
                    SELECT coalesce(sum(greatest(minus, plus)), 0)::bigint
                      FROM (SELECT count(*) FILTER (WHERE s < 0) AS minus, count(*) FILTER (WHERE s > 0) AS plus
                              FROM %s WHERE %s GROUP BY xact) x""".formatted(ImageSql.name(table), mixed))) {
                row.next();
                rows = row.getLong(1);
            }
            if (rows > 0) {
                statement.execute("DELETE FROM " + ImageSql.name(table) + " WHERE " + mixed);
            }
            return rows;
        }
    }

    private static Effect.Kind kind(String code) {
        return switch (code) {
            case "I" -> Effect.Kind.INSERT;
            case "D" -> Effect.Kind.DELETE;
            default -> Effect.Kind.UPDATE;
        };
    }
}
