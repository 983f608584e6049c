package dev.astern.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one statement or request returned.
 *
 * @param tag what ran, for example {@code UPDATE}
 * @param rowCount rows changed or returned
 * @param columns empty where it returns no rows
 * @param rows values: null, Boolean, Long or BigInteger, BigDecimal, String, List, Map
 * @param truncated true when there were more rows than are here
 */
public record Result(
        String tag, long rowCount, List<Column> columns, List<List<@Nullable Object>> rows, boolean truncated) {
    public Result {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** @param type the target's name of it */
    public record Column(String name, String type) {}
}
