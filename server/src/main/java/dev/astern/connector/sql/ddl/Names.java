package dev.astern.connector.sql.ddl;

import java.util.regex.Pattern;

/** Names in SQL, always quoted, and in words, quoted where they are not plain. */
final class Names {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");
    private static final Pattern OURS = Pattern.compile("astern(_trash(_[0-9]+)?)?");

    private Names() {}

    static String quote(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    static String quote(String schema, String name) {
        return quote(schema) + "." + quote(name);
    }

    static String path(String name) {
        return PLAIN.matcher(name).matches() ? name : quote(name);
    }

    static String path(String schema, String name) {
        return path(schema) + "." + path(name);
    }

    /** Whether a schema is one that users keep their tables in. */
    static boolean manageable(String schema) {
        return !schema.startsWith("pg_")
                && !schema.equals("information_schema")
                && !OURS.matcher(schema).matches();
    }

    static String literal(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
