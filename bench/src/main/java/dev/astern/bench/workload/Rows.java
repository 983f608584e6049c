package dev.astern.bench.workload;

import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the fields of a workload's rows; what is not an object is a row with one field. */
final class Rows {
    static final String VALUE = "value";

    private Rows() {}

    static @Nullable JsonNode field(JsonNode row, String field) {
        return row.isObject() ? row.get(field) : field.equals(VALUE) ? row : null;
    }

    static Set<String> fields(JsonNode row) {
        if (!row.isObject()) {
            return Set.of(VALUE);
        }
        var names = new TreeSet<String>();
        for (Iterator<String> i = row.propertyNames().iterator(); i.hasNext(); ) {
            names.add(i.next());
        }
        return names;
    }
}
