package dev.astern.bench.workload;

/** Quotes what comes from outside. */
final class Sql {
    private Sql() {}

    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String name(String schema, String name) {
        return name(schema) + '.' + name(name);
    }

    static String text(String value) {
        return '\'' + value.replace("'", "''") + '\'';
    }
}
