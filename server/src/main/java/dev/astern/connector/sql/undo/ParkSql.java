package dev.astern.connector.sql.undo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Unique values that rows of the undo took from each other. A unique index is looked at row by row, so a value's present
 * holder has to let go of it before it can move back.
 */
final class ParkSql {
    private static final String SCHEMA = "pg_catalog.";

    private ParkSql() {}

    /** One statement per unique key of which some values have to be let go first. */
    static List<String> of(UndoTable undo, List<UniqueKey> keys, Written written) {
        var moved = written.columns(undo);
        var statements = new ArrayList<String>();
        for (var key : keys) {
            var columns = columns(undo, key);
            if (key.table() == undo.table().rel() && columns.stream().anyMatch(moved::contains)) {
                park(undo, key, columns).ifPresent(statements::add);
            }
        }
        return statements;
    }

    private static List<Column> columns(UndoTable undo, UniqueKey key) {
        return undo.columns().stream()
                .filter(column -> key.columns().contains(column.tracked().attnum()))
                .toList();
    }

    private static Optional<String> park(UndoTable undo, UniqueKey key, List<Column> columns) {
        var sets = columns.stream()
                .flatMap(c -> value(undo, c, key.nullsEqual()).stream()
                        .map(value -> c.quoted() + " = CASE WHEN g." + c.write() + " THEN " + value + " ELSE t."
                                + c.quoted() + " END"))
                .toList();
        if (sets.isEmpty() || columns.size() != key.columns().size()) {
            return Optional.empty();
        }
        return Optional.of("""
                WITH parked AS (
                    UPDATE %1$s t SET %2$s FROM %3$s g
                     WHERE g.act = 'U' AND t.ctid = g.place AND t.tableoid = g.part AND (%4$s)
                       AND EXISTS (SELECT FROM %3$s u WHERE u.act = 'U' AND u.id <> g.id AND (%5$s) AND %6$s)
                    RETURNING g.id, t.ctid AS place, t.tableoid AS part)
                UPDATE %3$s w SET place = parked.place, part = parked.part FROM parked WHERE parked.id = w.id
                """.formatted(
                        undo.table().quoted(),
                        String.join(", ", sets),
                        undo.work(),
                        moves("g", columns),
                        moves("u", columns),
                        columns.stream()
                                .map(c -> "CASE WHEN u." + c.write() + " THEN u." + c.before() + " ELSE u." + c.now()
                                        + " END = g." + c.now())
                                .collect(Collectors.joining(" AND "))));
    }

    private static String moves(String row, List<Column> columns) {
        return columns.stream().map(c -> row + "." + c.write()).collect(Collectors.joining(" OR "));
    }

    /** A value that no other row has: none at all, or one below all others. */
    private static Optional<String> value(UndoTable undo, Column column, boolean nullsEqual) {
        if (!column.tracked().notNull() && !nullsEqual) {
            return Optional.of("NULL");
        }
        var type = column.tracked().type();
        var least =
                "(SELECT min(l." + column.quoted() + ") FROM " + undo.table().quoted() + " l)";
        return switch (base(type)) {
            case "int2", "int4", "int8", "numeric" -> Optional.of("(" + least + " - g.id)::" + type);
            case "date" -> Optional.of("(" + least + " - g.id::int)");
            case "timestamp", "timestamptz" -> Optional.of("(" + least + " - g.id * interval '1 day')");
            case "uuid" -> Optional.of("gen_random_uuid()");
            case "text", "varchar" -> Optional.of("gen_random_uuid()::text::" + type);
            default -> Optional.empty();
        };
    }

    private static String base(String type) {
        var plain = type.startsWith(SCHEMA) ? type.substring(SCHEMA.length()) : "";
        int modifier = plain.indexOf('(');
        return (modifier < 0 ? plain : plain.substring(0, modifier)).replace("\"", "");
    }
}
