package dev.astern.connector.sql.undo;

import dev.astern.connector.sql.catalog.TrackedColumn;
import java.util.Set;

/** One column of a table in an undo's working table, where its images have the prefixes {@code b_}, {@code a_}, {@code n_}. */
record Column(TrackedColumn tracked) {
    /** Types whose equality is exact; the others are compared as text, which is. */
    private static final Set<String> EXACT = Set.of(
            "bool", "int2", "int4", "int8", "oid", "uuid", "date", "time", "timestamp", "timestamptz", "bytea", "xid8");

    private static final Set<String> TEXT = Set.of("text", "\"varchar\"", "varchar");
    private static final String SCHEMA = "pg_catalog.";

    String quoted() {
        return tracked.quoted();
    }

    String name() {
        return tracked.name();
    }

    String journal() {
        return tracked.journalName();
    }

    String before() {
        return "b_" + tracked.attnum();
    }

    String after() {
        return "a_" + tracked.attnum();
    }

    String now() {
        return "n_" + tracked.attnum();
    }

    /** Whether the undo writes it in this row. */
    String write() {
        return "w_" + tracked.attnum();
    }

    /** SQL that says whether two values are the very same. */
    String same(String x, String y) {
        var type = tracked.type().startsWith(SCHEMA) ? tracked.type().substring(SCHEMA.length()) : "";
        if (EXACT.contains(type)) {
            return "(" + x + " IS NOT DISTINCT FROM " + y + ")";
        }
        var cast = TEXT.contains(type) ? "" : "::text";
        return "((" + x + ")" + cast + " COLLATE \"C\" IS NOT DISTINCT FROM (" + y + ")" + cast + " COLLATE \"C\")";
    }
}
