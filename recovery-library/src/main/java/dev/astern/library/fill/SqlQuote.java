package dev.astern.library.fill;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Quotes names and values for PostgreSQL. */
public final class SqlQuote {
    private SqlQuote() {}

    /** A name, each part between dots quoted. */
    public static String identifier(String name) {
        return Arrays.stream(name.split("\\.", -1))
                .map(part -> "\"" + part.replace("\"", "\"\"") + "\"")
                .collect(Collectors.joining("."));
    }

    /** Means the same whatever standard_conforming_strings is. */
    public static String literal(String text) {
        var doubled = text.replace("'", "''");
        return text.indexOf('\\') < 0 ? "'" + doubled + "'" : "E'" + doubled.replace("\\", "\\\\") + "'";
    }
}
