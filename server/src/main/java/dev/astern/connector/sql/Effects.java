package dev.astern.connector.sql;

import dev.astern.connector.Effect;
import dev.astern.connector.EffectPage;
import dev.astern.connector.Image;
import dev.astern.connector.sql.catalog.TrackedColumn;
import dev.astern.connector.sql.catalog.TrackedTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a transaction's net effects out of the journals, as text. */
final class Effects {
    private Effects() {}

    private static final String ERASED = "erased:";

    /** A page over several journals; the cursor is {@code journal:rows seen}. What was erased comes last. */
    static EffectPage page(
            Connection connection, List<TrackedTable> tables, String xact, @Nullable String from, int limit)
            throws SQLException {
        if (from != null && from.startsWith(ERASED)) {
            return erased(connection, tables, xact, Integer.parseInt(from.substring(ERASED.length())), limit);
        }
        var page = live(connection, tables, xact, from, limit);
        if (page.next() != null) {
            return page;
        }
        var rest = erased(connection, tables, xact, 0, limit - page.effects().size());
        var effects = new ArrayList<>(page.effects());
        effects.addAll(rest.effects());
        return new EffectPage(effects, rest.next());
    }

    private static EffectPage erased(Connection connection, List<TrackedTable> tables, String xact, int skip, int limit)
            throws SQLException {
        var found = new ErasedParts(connection, xact).effects(tables, skip, limit + 1);
        return found.size() > limit
                ? new EffectPage(found.subList(0, limit), ERASED + (skip + limit))
                : new EffectPage(found, null);
    }

    private static EffectPage live(
            Connection connection, List<TrackedTable> tables, String xact, @Nullable String from, int limit)
            throws SQLException {
        int fromJournal = from == null ? 0 : Integer.parseInt(from.substring(0, from.indexOf(':')));
        int skip = from == null ? 0 : Integer.parseInt(from.substring(from.indexOf(':') + 1));
        var effects = new ArrayList<Effect>();
        for (var table : tables) {
            if (table.journal() < fromJournal) {
                continue;
            }
            int offset = table.journal() == fromJournal ? skip : 0;
            int room = limit - effects.size();
            var found = of(connection, table, xact, offset, room + 1);
            if (found.size() > room) {
                effects.addAll(found.subList(0, room));
                return new EffectPage(effects, table.journal() + ":" + (offset + room));
            }
            effects.addAll(found);
        }
        return new EffectPage(effects, null);
    }

    /** One table's net effects, by key; without a key, a changed row shows as one gone and one new. */
    static List<Effect> of(Connection connection, TrackedTable table, String xact, int offset, int limit)
            throws SQLException {
        try (var select = connection.prepareStatement(sql(table))) {
            select.setString(1, xact);
            select.setInt(2, limit);
            select.setInt(3, offset);
            try (var rows = select.executeQuery()) {
                var effects = new ArrayList<Effect>();
                while (rows.next()) {
                    effects.add(effect(table, rows));
                }
                return effects;
            }
        }
    }

    private static String sql(TrackedTable table) {
        var columns = table.stored();
        var names = names("j.", columns, "");
        var text = columns.stream()
                .map(c -> "n." + c.journalName() + "::text AS " + c.journalName())
                .collect(Collectors.joining(", "));
        var join = table.keyed()
                ? table.keyColumns().stream()
                        .map(c -> "m." + c.journalName() + " = p." + c.journalName())
                        .collect(Collectors.joining(" AND "))
                : "false";
        var both = columns.stream()
                .map(c -> "m." + c.journalName() + ", p." + c.journalName())
                .collect(Collectors.joining(", "));
        var order = (table.keyed() ? table.keyColumns() : columns)
                .stream()
                        .map(c -> "coalesce(p." + c.journalName() + ", m." + c.journalName() + ")")
                        .collect(Collectors.joining(", "));
        // Images are told apart by their binary form, because = is not exact for every type and missing for some.
        return """
                WITH i AS (
                    SELECT %1$s, sha256(record_send(ROW(%1$s))) AS h, CASE j.side WHEN '+' THEN 1 ELSE -1 END AS s
                      FROM %2$s j WHERE j.xact = ?::bigint),
                net AS (
                    SELECT DISTINCT ON (h) i.*, sum(s) OVER (PARTITION BY h) AS total FROM i),
                n AS (
                    SELECT n.*, g FROM net n, LATERAL generate_series(1, abs(n.total)) g WHERE n.total <> 0),
                t AS (SELECT n.total, %3$s FROM n),
                m AS (SELECT * FROM t WHERE total < 0),
                p AS (SELECT * FROM t WHERE total > 0)
                SELECT m.total IS NOT NULL, p.total IS NOT NULL, %4$s
                  FROM m FULL JOIN p ON %5$s ORDER BY %6$s LIMIT ? OFFSET ?
                """.formatted(
                        names, table.journalTable(), text, both, table.keyed() ? join : "m.total = p.total", order);
    }

    private static String names(String prefix, List<TrackedColumn> columns, String suffix) {
        return columns.stream()
                .map(column -> prefix + column.journalName() + suffix)
                .collect(Collectors.joining(", "));
    }

    private static Effect effect(TrackedTable table, ResultSet row) throws SQLException {
        var before = row.getBoolean(1) ? image(table, row, 3) : null;
        var after = row.getBoolean(2) ? image(table, row, 4) : null;
        var known = after == null ? before : after;
        if (known == null) {
            throw new SQLException("an effect of " + table.resource() + " has no image: bug", "XX000");
        }
        var kind = before == null ? Effect.Kind.INSERT : after == null ? Effect.Kind.DELETE : Effect.Kind.UPDATE;
        return new Effect(table.resource(), key(table, known), kind, before, after);
    }

    private static Image image(TrackedTable table, ResultSet row, int from) throws SQLException {
        var fields = new LinkedHashMap<String, @Nullable String>();
        var columns = table.stored();
        for (int i = 0; i < columns.size(); i++) {
            fields.put(columns.get(i).name(), row.getString(from + 2 * i));
        }
        return new Image(fields);
    }

    private static @Nullable Image key(TrackedTable table, Image image) {
        if (!table.keyed()) {
            return null;
        }
        var fields = new LinkedHashMap<String, @Nullable String>();
        table.key().forEach(name -> fields.put(name, image.get(name)));
        return new Image(fields);
    }
}
