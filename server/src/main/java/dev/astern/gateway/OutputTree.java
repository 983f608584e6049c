package dev.astern.gateway;

import dev.astern.connector.Output;
import dev.astern.model.Personal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a caller saw, as a disclosure says it. */
final class OutputTree {
    private OutputTree() {}

    static Map<String, @Nullable Object> of(Output output) {
        return Map.of(
                "results", output.results().stream().map(OutputTree::result).toList());
    }

    private static Map<String, @Nullable Object> result(Output.Result result) {
        var fields = new HashMap<String, @Nullable Object>();
        fields.put("tag", result.tag());
        fields.put("row_count", result.rowCount());
        fields.put("columns", result.columns().stream().map(Output.Column::name).toList());
        fields.put("rows", rows(result));
        fields.put("truncated", result.truncated());
        return fields;
    }

    private static List<@Nullable Object> rows(Output.Result result) {
        var rows = new ArrayList<@Nullable Object>();
        for (int i = 0; i < result.rows().size(); i++) {
            var row = Json.tree(result.rows().get(i));
            var person = result.persons().isEmpty() ? null : result.persons().get(i);
            rows.add(person == null ? row : new Personal(person, row));
        }
        return rows;
    }
}
