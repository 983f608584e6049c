package dev.astern.bench.workload;

import java.util.List;
import java.util.stream.Collectors;

/** Compares tables of two schemas by the exact images of their rows, in the database. */
final class Compare {
    private Compare() {}

    /** One row per table that differs, with how many rows do. */
    static String keyed(List<Table> tables, String one, String other) {
        return tables.stream()
                .map(t -> """
                        SELECT %s AS name, count(*) AS rows FROM %s a FULL JOIN %s b ON a.%s = b.%s \
                        WHERE a.%s IS NULL OR b.%s IS NULL OR a.* *<> b.* HAVING count(*) > 0""".formatted(
                                Sql.text(t.name()),
                                Sql.name(one, t.name()),
                                Sql.name(other, t.name()),
                                Sql.name(t.key().name()),
                                Sql.name(t.key().name()),
                                Sql.name(t.key().name()),
                                Sql.name(t.key().name())))
                .collect(Collectors.joining("\nUNION ALL\n"));
    }

    /** The same for tables without keys, as multisets. */
    static String unkeyed(List<String> tables, String one, String other) {
        return tables.stream()
                .map(t -> "SELECT %s AS name, count(*) AS rows FROM (%s UNION ALL %s) d HAVING count(*) > 0"
                        .formatted(Sql.text(t), minus(t, one, other), minus(t, other, one)))
                .collect(Collectors.joining("\nUNION ALL\n"));
    }

    private static String minus(String table, String one, String other) {
        return "(SELECT t::text FROM %s t EXCEPT ALL SELECT t::text FROM %s t)"
                .formatted(Sql.name(one, table), Sql.name(other, table));
    }
}
