package dev.astern.bench.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A table without a key.
 *
 * @param columns by the names the database gives them
 * @param types PostgreSQL's, in the same order
 */
record UnkeyedTable(String name, List<String> columns, List<String> types) {
    private static final String NUMBER = "[+-]?[0-9]{1,30}(\\.[0-9]{1,30})?";

    UnkeyedTable {
        columns = List.copyOf(columns);
        types = List.copyOf(types);
    }

    /** With every column as declared, where its values allow that; otherwise text. */
    static UnkeyedTable typed(Statement statement, Names names) {
        var types = new ArrayList<String>();
        for (int i = 0; i < statement.columns().size(); i++) {
            int column = i;
            var values = statement.rows().stream().map(row -> row.get(column)).toList();
            types.add(type(statement.columns().get(i).type().toUpperCase(Locale.ROOT), values));
        }
        return new UnkeyedTable(names.next(statement.table()), columnNames(statement), types);
    }

    UnkeyedTable asText() {
        return new UnkeyedTable(name, columns, columns.stream().map(c -> "text").toList());
    }

    private static List<String> columnNames(Statement statement) {
        var names = new Names();
        return statement.columns().stream().map(c -> names.next(c.name())).toList();
    }

    private static String type(String declared, List<@Nullable String> values) {
        if (declared.startsWith("INT") || declared.startsWith("BIGINT") || declared.startsWith("YEAR")) {
            return fits(values, "[+-]?[0-9]{1,18}") ? "bigint" : "text";
        }
        if (declared.startsWith("DECIMAL") || declared.startsWith("NUMERIC")) {
            return fits(values, NUMBER) ? "numeric" : "text";
        }
        if (declared.startsWith("FLOAT") || declared.startsWith("DOUBLE") || declared.startsWith("REAL")) {
            return fits(values, NUMBER) ? "double precision" : "text";
        }
        if (declared.equals("DATE")) {
            return fits(values, "[0-9]{4}-[0-9]{2}-[0-9]{2}") ? "date" : "text";
        }
        return declared.equals("TIME") && fits(values, "[0-9]{2}:[0-9]{2}:[0-9]{2}") ? "time" : "text";
    }

    private static boolean fits(List<@Nullable String> values, String pattern) {
        return values.stream().allMatch(v -> v == null || v.matches(pattern));
    }

    String create(String schema, String more) {
        return "CREATE TABLE " + Sql.name(schema, name) + " ("
                + IntStream.range(0, columns.size())
                        .mapToObj(i -> Sql.name(columns.get(i)) + " " + types.get(i))
                        .collect(Collectors.joining(", "))
                + more + ")";
    }

    String insert(String schema, List<@Nullable String> row) {
        return "INSERT INTO " + Sql.name(schema, name) + " ("
                + columns.stream().map(Sql::name).collect(Collectors.joining(", ")) + ") VALUES ("
                + row.stream().map(v -> v == null ? "NULL" : Sql.text(v)).collect(Collectors.joining(", ")) + ")";
    }

    /** Changes one column of one row, or of all, that look like this. */
    String update(String schema, List<@Nullable String> row, int column, String value, boolean one) {
        var from = Sql.name(schema, name);
        var same = IntStream.range(0, columns.size())
                .mapToObj(i -> Sql.name(columns.get(i)) + "::text IS NOT DISTINCT FROM "
                        + (row.get(i) == null ? "NULL" : Sql.text(String.valueOf(row.get(i)))))
                .collect(Collectors.joining(" AND "));
        var where = one ? "ctid = (SELECT ctid FROM " + from + " WHERE " + same + " LIMIT 1)" : same;
        return "UPDATE " + from + " SET " + Sql.name(columns.get(column)) + " = " + Sql.text(value) + " WHERE " + where;
    }

    /** A value for an edit. */
    String fresh(int column, int seed, @Nullable String unlike) {
        var number = Math.floorMod(seed, 1_000);
        var one = value(column, 1_000 + number);
        return one.equals(unlike) ? value(column, 3_000 + number) : one;
    }

    private String value(int column, int number) {
        return switch (types.get(column)) {
            case "bigint", "numeric", "double precision" -> Integer.toString(424_000_000 + number);
            case "date" -> "%04d-12-31".formatted(number);
            case "time" -> "%02d:%02d:59".formatted(number % 24, number / 100);
            default -> "edited by a colleague, " + number;
        };
    }
}
