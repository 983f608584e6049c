package dev.astern.bench.workload;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a statement does to a table without a key, found out on a copy whose rows are numbered.
 *
 * @param before the rows by number
 * @param after the same once the statement has run
 */
record UnkeyedModel(
        UnkeyedTable table,
        String sql,
        Map<Long, List<@Nullable String>> before,
        Map<Long, List<@Nullable String>> after) {
    static final String SCHEMA = "model";
    private static final String NUMBER = "_number";

    /** Tries the table with the types declared and, if MySQL's looseness is needed, with texts. */
    static UnkeyedModel of(Database database, Statement statement, Names names) {
        var typed = UnkeyedTable.typed(statement, names);
        try {
            return of(database, statement, typed);
        } catch (IllegalStateException e) {
            database.run("DROP TABLE IF EXISTS " + Sql.name(SCHEMA, typed.name()));
            return of(database, statement, typed.asText());
        }
    }

    private static UnkeyedModel of(Database database, Statement statement, UnkeyedTable table) {
        database.run(table.create(SCHEMA, ", " + Sql.name(NUMBER) + " bigint GENERATED ALWAYS AS IDENTITY"));
        database.runAll(
                statement.rows().stream().map(row -> table.insert(SCHEMA, row)).toList());
        var converter = new MySqlToPostgres(
                statement.table(),
                statement.columns().stream().map(Statement.Declared::name).toList(),
                column -> isText(statement, table, column));
        var sql = converter.convert(statement.sql());
        var before = read(database, table);
        database.run("SET search_path = " + SCHEMA);
        try {
            database.run(sql);
        } finally {
            database.run("RESET search_path");
        }
        return new UnkeyedModel(table, sql, before, read(database, table));
    }

    private static boolean isText(Statement statement, UnkeyedTable table, String column) {
        for (int i = 0; i < statement.columns().size(); i++) {
            if (statement.columns().get(i).name().equals(column)) {
                return table.types().get(i).equals("text");
            }
        }
        return false;
    }

    private static Map<Long, List<@Nullable String>> read(Database database, UnkeyedTable table) {
        var rows = new LinkedHashMap<Long, List<@Nullable String>>();
        var columns = new StringBuilder(Sql.name(NUMBER));
        table.columns().forEach(c -> columns.append(", ").append(Sql.name(c)).append("::text"));
        database.query("SELECT " + columns + " FROM " + Sql.name(SCHEMA, table.name()) + " ORDER BY 1", row -> {
            var values = new java.util.ArrayList<@Nullable String>();
            for (int i = 0; i < table.columns().size(); i++) {
                values.add(row.getString(i + 2));
            }
            return rows.put(row.getLong(1), values);
        });
        return rows;
    }

    /** The rows the statement made, changed or removed. */
    Set<Long> touched() {
        var all = new TreeSet<>(before.keySet());
        all.addAll(after.keySet());
        all.removeIf(n -> Objects.equals(before.get(n), after.get(n)));
        return all;
    }

    /** The columns in which the statement changed a row; all of a new one. */
    List<Integer> changedColumns(long number) {
        var old = before.get(number);
        var now = Objects.requireNonNull(after.get(number));
        return java.util.stream.IntStream.range(0, now.size())
                .filter(i -> old == null || !Objects.equals(old.get(i), now.get(i)))
                .boxed()
                .toList();
    }
}
