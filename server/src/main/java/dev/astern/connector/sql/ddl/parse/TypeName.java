package dev.astern.connector.sql.ddl.parse;

import java.util.List;

/**
 * A built-in type.
 *
 * @param name its name in {@code pg_catalog}, or one of the serial words
 * @param modifiers length, precision, scale
 * @param dimensions of an array; 0 for a plain value
 */
public record TypeName(String name, List<Integer> modifiers, int dimensions) {
    public TypeName {
        modifiers = List.copyOf(modifiers);
    }

    public boolean serial() {
        return name.endsWith("serial");
    }

    TypeName array(int of) {
        return new TypeName(name, modifiers, of);
    }
}
