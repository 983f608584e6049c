package dev.astern.bench.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A table with a primary key of one column, which is the first.
 *
 * @param source as the workload calls it
 * @param name as the database does
 */
record Table(String source, String name, List<Column> columns) {
    static final int KEY = 0;

    Table {
        columns = List.copyOf(columns);
    }

    Column key() {
        return columns.get(KEY);
    }

    String keyOf(Row row) {
        return Objects.requireNonNull(row.get(KEY), () -> "a row of " + name + " without its key: bug");
    }

    /** @param key the row's key in the workload, for rows that lack it */
    Row row(String key, JsonNode fields) {
        var values = new ArrayList<@Nullable String>();
        for (var column : columns) {
            var value = Values.encode(Rows.field(fields, column.field()), column.type());
            values.add(value == null && values.isEmpty() ? Names.key(key) : value);
        }
        return new Row(values);
    }

    int index(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        return -1;
    }

    String create(String schema) {
        return "CREATE TABLE " + Sql.name(schema, name) + " ("
                + columns.stream()
                        .map(c -> Sql.name(c.name()) + " " + c.type().sqlName)
                        .collect(Collectors.joining(", "))
                + ", PRIMARY KEY (" + Sql.name(key().name()) + "))";
    }

    /** There is one of each table; comparing its columns again and again would be waste. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
