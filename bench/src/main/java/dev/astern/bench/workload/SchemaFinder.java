package dev.astern.bench.workload;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Finds tables that hold every row a workload ever has. */
final class SchemaFinder {
    /** Stands in where rows have no usable key column of their own. */
    private static final String OWN_KEY = "_key";

    private static final int MAX_KEY_LENGTH = 600;
    private static final int MAX_COLUMNS = 1_000;
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]*");

    private final TablesFolder folder;
    private final Names names = new Names();

    SchemaFinder(TablesFolder folder) {
        this.folder = folder;
    }

    List<Table> find() {
        return folder.tables().stream().map(this::table).toList();
    }

    private Table table(String source) {
        var seen = new LinkedHashMap<String, Set<ColumnType.Seen>>();
        folder.everyRow(source, (key, row) -> Rows.fields(row).forEach(f -> see(seen, f, Rows.field(row, f))));
        if (seen.size() > MAX_COLUMNS) {
            throw new IllegalArgumentException(source + " has " + seen.size() + " fields; PostgreSQL holds fewer");
        }
        var key = keyColumn(source);
        var columnNames = new Names();
        var columns = new ArrayList<Column>();
        columns.add(new Column(key.field(), columnNames.next(key.field()), key.type()));
        seen.forEach((field, kinds) -> {
            if (!field.equals(key.field())) {
                columns.add(new Column(field, columnNames.next(field), ColumnType.holding(kinds)));
            }
        });
        return new Table(source, names.next(source), columns);
    }

    private static void see(
            Map<String, Set<ColumnType.Seen>> seen, String field, @org.jspecify.annotations.Nullable JsonNode value) {
        var kinds = seen.computeIfAbsent(field, f -> EnumSet.noneOf(ColumnType.Seen.class));
        if (value != null && !Values.absent(value)) {
            kinds.add(Values.kind(value));
        }
    }

    private record Key(String field, ColumnType type) {}

    private Key keyColumn(String source) {
        var declared = folder.keys().getOrDefault(source, "");
        var all = new LinkedHashMap<String, Set<ColumnType.Seen>>();
        folder.everyRow(source, (key, row) -> Rows.fields(row).forEach(f -> see(all, f, Rows.field(row, f))));
        if (!declared.isEmpty() && identifies(source, declared)) {
            return new Key(declared, keyType(source, declared));
        }
        var own = OWN_KEY;
        while (all.containsKey(own)) {
            own = own + "_";
        }
        return new Key(own, ColumnType.TEXT);
    }

    /** Whether the field tells rows apart exactly as the workload's own keys do. */
    private boolean identifies(String source, String field) {
        var valueOf = new HashMap<String, String>();
        var keyOf = new HashMap<String, String>();
        var good = new boolean[] {true};
        folder.everyRow(source, (key, row) -> {
            var own = Values.encode(Rows.field(row, field), ColumnType.TEXT);
            var value = own == null ? Values.clean(key) : own;
            var valueBefore = valueOf.putIfAbsent(key, value);
            var keyBefore = keyOf.putIfAbsent(value, key);
            good[0] &= (valueBefore == null || valueBefore.equals(value))
                    && (keyBefore == null || keyBefore.equals(key))
                    && value.length() <= MAX_KEY_LENGTH;
        });
        return good[0];
    }

    private ColumnType keyType(String source, String field) {
        var numbers = new boolean[] {true};
        folder.everyRow(source, (key, row) -> {
            var value = Rows.field(row, field);
            var own = value == null || Values.absent(value);
            var text = own ? key : Values.encode(value, ColumnType.TEXT);
            numbers[0] &= (own || Values.kind(java.util.Objects.requireNonNull(value)) == ColumnType.Seen.NUMBER)
                    && text != null
                    && INTEGER.matcher(text).matches();
        });
        return numbers[0] ? ColumnType.NUMERIC : ColumnType.TEXT;
    }
}
