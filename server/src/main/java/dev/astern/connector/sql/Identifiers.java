package dev.astern.connector.sql;

/** Quotes names for SQL text. */
public final class Identifiers {
    private Identifiers() {}

    /** A name, quoted whether it needs it or not. */
    public static String quote(String name) {
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a name holds NUL");
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    public static String quote(String schema, String name) {
        return quote(schema) + '.' + quote(name);
    }

    /** A text literal that reads the same whatever the server's settings. */
    public static String literal(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a literal holds NUL");
        }
        var quoted = "'" + text.replace("'", "''").replace("\\", "\\\\") + "'";
        return text.indexOf('\\') >= 0 ? " E" + quoted : quoted;
    }
}
