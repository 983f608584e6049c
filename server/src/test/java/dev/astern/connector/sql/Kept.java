package dev.astern.connector.sql;

import java.util.List;

/** Everything that a target keeps, row by row, as text. */
public final class Kept {
    private Kept() {}

    public static List<String> texts(Target target) {
        var selects = target.rows("""
                SELECT format('SELECT %L, t::text FROM %I.%I t', c.relname, n.nspname, c.relname)
                  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE c.relkind IN ('r', 'm') AND n.nspname ~ '^astern'
                """);
        return target.rows(
                String.join(" UNION ALL ", selects.stream().map(Kept::unquoted).toList()));
    }

    /** As a row of one column is written. */
    private static String unquoted(String row) {
        return row.substring(1, row.length() - 1).replaceAll("^\"|\"$", "").replace("\"\"", "\"");
    }
}
