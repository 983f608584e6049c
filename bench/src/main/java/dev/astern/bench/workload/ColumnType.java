package dev.astern.bench.workload;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a field is kept in a table. */
enum ColumnType {
    TEXT("text"),
    NUMERIC("numeric"),
    BOOLEAN("boolean"),
    JSONB("jsonb");

    /** What kinds of values were seen in a field; null counts for nothing. */
    enum Seen {
        STRING,
        NUMBER,
        BOOLEAN,
        NESTED
    }

    final String sqlName;

    ColumnType(String sqlName) {
        this.sqlName = sqlName;
    }

    /** The narrowest type that holds all of them; mixed scalars become text. */
    static ColumnType holding(Set<Seen> seen) {
        if (seen.contains(Seen.NESTED)) {
            return JSONB;
        }
        if (seen.equals(Set.of(Seen.NUMBER))) {
            return NUMERIC;
        }
        return seen.equals(Set.of(Seen.BOOLEAN)) ? BOOLEAN : TEXT;
    }

    /** A value in its canonical form as a literal. */
    String literal(@Nullable String value) {
        if (value == null) {
            return "NULL";
        }
        return switch (this) {
            case TEXT -> Sql.text(value);
            case JSONB -> Sql.text(value) + "::jsonb";
            case BOOLEAN -> value;
            case NUMERIC ->
                Character.isLetter(value.charAt(value.length() - 1)) ? Sql.text(value) + "::numeric" : value;
        };
    }
}
