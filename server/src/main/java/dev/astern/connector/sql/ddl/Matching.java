package dev.astern.connector.sql.ddl;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How saved values find their rows again: by the primary key or a unique key that can't be null, or, where there is
 * none, by the text of all other columns, equal rows being counted through.
 */
record Matching(boolean typed, List<String> columns) {
    Matching {
        columns = List.copyOf(columns);
    }

    private static final String KEY = """
            SELECT i.indexrelid::bigint, i.indrelid::bigint
              FROM pg_index i
             WHERE i.indrelid = ?::bigint::oid AND i.indisunique AND i.indisvalid AND i.indimmediate
               AND i.indpred IS NULL AND i.indexprs IS NULL
               AND NOT EXISTS (SELECT FROM unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) k (num)
                                 JOIN pg_attribute t ON t.attrelid = i.indrelid AND t.attnum = k.num
                                WHERE NOT t.attnotnull OR t.attname = ?)
             ORDER BY i.indisprimary DESC, i.indexrelid LIMIT 1""";

    static Matching of(Db db, long rel, String without) throws SQLException {
        Long index = db.first(KEY, r -> r.getLong(1), rel, without);
        if (index != null) {
            return new Matching(true, db.list("""
                            SELECT t.attname FROM pg_index i
                             CROSS JOIN LATERAL unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) WITH ORDINALITY k (num, ord)
                              JOIN pg_attribute t ON t.attrelid = i.indrelid AND t.attnum = k.num
                             WHERE i.indexrelid = ?::bigint::oid ORDER BY k.ord""", r -> r.getString(1), index));
        }
        return new Matching(false, db.list("""
                        SELECT t.attname FROM pg_attribute t
                         WHERE t.attrelid = ?::bigint::oid AND t.attnum > 0 AND NOT t.attisdropped
                           AND t.attgenerated = '' AND t.attname <> ? ORDER BY t.attnum""", r -> r.getString(1), rel, without));
    }

    static Matching of(Step step) {
        boolean typed =
                step.parts(Step.Role.MATCHING).stream().anyMatch(p -> p.sql().equals("typed"));
        return new Matching(
                typed,
                step.parts(Step.Role.MATCH).stream().map(Step.Part::object).toList());
    }

    void write(Draft draft) {
        draft.part(Step.Role.MATCHING, "", typed ? "typed" : "text");
        columns.forEach(c -> draft.part(Step.Role.MATCH, c, ""));
    }

    /** The table's rows with {@code _astern_k1 …} beside their columns. */
    String keyed(String table) {
        if (typed) {
            String keys = IntStream.range(0, columns.size())
                    .mapToObj(i -> "x." + Names.quote(columns.get(i)) + " AS _astern_k" + (i + 1))
                    .collect(Collectors.joining(", "));
            return "(SELECT x.*, " + keys + ", x.ctid AS _astern_at, x.tableoid AS _astern_in FROM " + table + " x)";
        }
        return "(SELECT y.*, row_number() OVER (PARTITION BY y._astern_k1) AS _astern_k2 FROM (SELECT x.*, " + text()
                + " AS _astern_k1, x.ctid AS _astern_at, x.tableoid AS _astern_in FROM " + table + " x) y)";
    }

    private String text() {
        return columns.isEmpty()
                ? "''::text"
                : columns.stream()
                        .map(c -> "quote_nullable(x." + Names.quote(c) + "::text)")
                        .collect(Collectors.joining(", ", "concat_ws(',', ", ")"));
    }

    String keys(String alias) {
        return names().stream().map(k -> alias + "." + k).collect(Collectors.joining(", "));
    }

    String equal(String left, String right) {
        return names().stream()
                .map(k -> left + "." + k + " = " + right + "." + k)
                .collect(Collectors.joining(" AND "));
    }

    private List<String> names() {
        var names = new ArrayList<String>();
        for (int i = 1; i <= (typed ? columns.size() : 2); i++) {
            names.add("_astern_k" + i);
        }
        return names;
    }
}
