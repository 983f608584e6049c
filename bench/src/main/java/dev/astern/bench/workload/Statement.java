package dev.astern.bench.workload;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A recorded MySQL statement and the one small table it works on, which has no key. */
record Statement(String name, String sql, String table, List<Declared> columns, List<List<@Nullable String>> rows) {
    static final String FILE = "statements.jsonl";

    /** A column as it was declared for MySQL. */
    record Declared(String name, String type) {}

    static List<Statement> readAll(Path folder) {
        var lines = Files.lines(Files.find(folder, FILE).orElseThrow());
        return lines.stream().map(Statement::read).toList();
    }

    private static Statement read(JsonNode node) {
        var info = node.path("table").path("table_info");
        var columns = new ArrayList<Declared>();
        info.path("columns")
                .forEach(c -> columns.add(
                        new Declared(c.path("name").asString(), c.path("type").asString("TEXT"))));
        var rows = new ArrayList<List<@Nullable String>>();
        info.path("rows").forEach(row -> rows.add(row(row, columns.size())));
        return new Statement(
                node.path("id").asString(),
                node.path("sql").asString(),
                node.path("table").path("table_name").asString(),
                List.copyOf(columns),
                rows);
    }

    /** In the order of the columns; what is missing is NULL. */
    private static List<@Nullable String> row(JsonNode row, int columns) {
        var values = new ArrayList<@Nullable String>();
        for (int i = 0; i < columns; i++) {
            values.add(Values.encode(row.get(i), ColumnType.TEXT));
        }
        return values;
    }
}
