package dev.astern.connector.sql.undo;

import dev.astern.connector.Effect;
import dev.astern.connector.Image;
import dev.astern.connector.Reason;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoResult;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a report out of the working tables. */
final class Reports {
    private static final String COUNTS =
            "SELECT res, reason, count(*) FROM %s GROUP BY res, reason ORDER BY res, reason";
    private static final String DIGEST =
            "SELECT encode(sha256(coalesce(string_agg(sha256(convert_to(concat_ws('|', item, act, reason, %s), 'UTF8')),"
                    + " ''::bytea ORDER BY item, id), ''::bytea)), 'hex') FROM (SELECT *, %s AS item FROM %s) w";

    private final Connection connection;
    private final List<UndoTable> tables;
    private final ErasedEffects erased;

    Reports(Connection connection, List<UndoTable> tables, ErasedEffects erased) {
        this.connection = connection;
        this.tables = tables;
        this.erased = erased;
    }

    /** @param digest over what was decided, where somebody will be bound to it */
    UndoReport read(int itemLimit, List<String> notes, String digest, int attempts) throws SQLException {
        var counts = new ArrayList<UndoReport.Count>();
        var items = new ArrayList<UndoItem>();
        for (var table : tables) {
            counts(table, counts);
        }
        counts.addAll(erased.counts());
        items(true, itemLimit, items);
        erased.items().stream().limit(Math.max(0, itemLimit - items.size())).forEach(items::add);
        items(false, itemLimit, items);
        return new UndoReport(counts, items, notes, digest, attempts);
    }

    private void items(boolean needy, int itemLimit, List<UndoItem> items) throws SQLException {
        for (var table : tables) {
            items(table, needy, itemLimit - items.size(), items);
        }
    }

    private void counts(UndoTable table, List<UndoReport.Count> counts) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(COUNTS.formatted(table.work()))) {
            while (rows.next()) {
                counts.add(new UndoReport.Count(
                        table.table().resource(),
                        result(rows.getString(1)),
                        reason(rows.getString(2)),
                        rows.getLong(3)));
            }
        }
    }

    /** What was decided, and on which values: so that an apply can be held to its plan. */
    String digest() throws SQLException {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            for (var table : tables) {
                var seen = table.each(", ", c -> c.write() + ", (" + c.now() + ")::text");
                try (var statement = connection.createStatement();
                        var row = statement.executeQuery(DIGEST.formatted(seen, table.item(), table.work()))) {
                    row.next();
                    sha.update((table.table().resource() + ":" + row.getString(1) + "\n")
                            .getBytes(StandardCharsets.UTF_8));
                }
            }
            for (var count : erased.counts()) {
                sha.update(
                        ("erased:" + count.resource() + ":" + count.count() + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void items(UndoTable table, boolean needy, int limit, List<UndoItem> items) throws SQLException {
        if (limit <= 0) {
            return;
        }
        var text = table.each(
                ", ",
                c -> "(" + c.before() + ")::text, (" + c.after() + ")::text, (" + c.now() + ")::text, " + c.write()
                        + ", NOT " + c.same(c.before(), c.after()) + ", NOT " + c.same(c.now(), c.after()) + ", "
                        + c.same(c.now(), c.before()));
        var sql = "SELECT " + table.item() + ", a, b, now, res, reason, act, " + text + " FROM (SELECT * FROM "
                + table.work() + " WHERE (res NOT IN ('RESTORED', 'ALREADY_BACK') OR reason <> '') = " + needy
                + " ORDER BY id LIMIT " + limit + ") w ORDER BY id";
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                items.add(item(table, rows));
            }
        }
    }

    private static UndoItem item(UndoTable table, ResultSet row) throws SQLException {
        boolean after = row.getBoolean(2);
        boolean before = row.getBoolean(3);
        boolean now = row.getBoolean(4);
        var kind = before && after ? Effect.Kind.UPDATE : after ? Effect.Kind.INSERT : Effect.Kind.DELETE;
        return new UndoItem(
                row.getString(1),
                table.table().resource(),
                key(table, row, after),
                kind,
                result(row.getString(5)),
                reason(row.getString(6)),
                now ? fields(table, row, kind) : List.of());
    }

    private static @Nullable Image key(UndoTable table, ResultSet row, boolean after) throws SQLException {
        if (!table.keyed()) {
            return null;
        }
        var fields = new LinkedHashMap<String, @Nullable String>();
        for (var key : table.key()) {
            int at = at(table.columns().indexOf(key));
            fields.put(key.name(), row.getString(after ? at + 1 : at));
        }
        return new Image(fields);
    }

    private static int at(int column) {
        return 8 + 7 * column;
    }

    private static List<UndoItem.Field> fields(UndoTable table, ResultSet row, Effect.Kind kind) throws SQLException {
        var fields = new ArrayList<UndoItem.Field>();
        for (int i = 0; i < table.columns().size(); i++) {
            int at = at(i);
            boolean agents = row.getBoolean(at + 4);
            boolean others = row.getBoolean(at + 5);
            boolean interesting = kind == Effect.Kind.UPDATE
                    ? agents || others
                    : kind == Effect.Kind.INSERT ? others : !row.getBoolean(at + 6);
            if (interesting) {
                fields.add(new UndoItem.Field(
                        table.columns().get(i).name(),
                        row.getString(at),
                        row.getString(at + 1),
                        row.getString(at + 2),
                        fieldResult(row, at)));
            }
        }
        return fields;
    }

    private static UndoResult fieldResult(ResultSet row, int at) throws SQLException {
        var act = row.getString(7);
        if (act.equals("D") || act.equals("O")) {
            // By choice all of the row goes, or is as it was: nothing that others wrote into it stays.
            return UndoResult.RESTORED;
        }
        if (row.getBoolean(at + 3) && act.equals("U")) {
            return UndoResult.RESTORED;
        }
        return row.getBoolean(at + 4) && row.getBoolean(at + 6) ? UndoResult.ALREADY_BACK : UndoResult.KEPT;
    }

    private static UndoResult result(String name) {
        return UndoResult.valueOf(name);
    }

    private static @Nullable Reason reason(String name) {
        return name.isEmpty() ? null : Reason.valueOf(name);
    }
}
