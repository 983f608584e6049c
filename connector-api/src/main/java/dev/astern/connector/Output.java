package dev.astern.connector;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the caller gets to see, one result per statement or command.
 *
 * @param exitCode 0 for success
 */
public record Output(int exitCode, List<Result> results) {
    public Output {
        results = List.copyOf(results);
    }

    public static Output empty() {
        return new Output(0, List.of());
    }

    /**
     * @param tag what ran, for example {@code UPDATE}
     * @param rowCount rows changed or returned
     * @param columns empty when the statement returns no rows
     * @param rows values as JSON-like objects: null, boolean, number or text
     * @param truncated true when more rows were there than are returned
     * @param persons whom each row is about, as the target's columns say, or null where nobody is named; empty where no
     *     row names anybody
     */
    public record Result(
            String tag,
            long rowCount,
            List<Column> columns,
            List<List<@Nullable Object>> rows,
            boolean truncated,
            List<@Nullable String> persons) {
        public Result(
                String tag, long rowCount, List<Column> columns, List<List<@Nullable Object>> rows, boolean truncated) {
            this(tag, rowCount, columns, rows, truncated, List.of());
        }

        public Result {
            persons = Collections.unmodifiableList(new ArrayList<>(persons));
            if (!persons.isEmpty() && persons.size() != rows.size()) {
                throw new IllegalArgumentException("expected a person or null for each row: bug");
            }
            columns = List.copyOf(columns);
            rows = rows.stream().map(Collections::unmodifiableList).collect(Collectors.toUnmodifiableList());
        }
    }

    /** A column of a result and the target's name of its type. */
    public record Column(String name, String type) {}
}
