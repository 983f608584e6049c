package dev.astern.bench.workload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row in canonical form, in the order of its table's columns. */
record Row(List<@Nullable String> values) {
    Row {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    @Nullable
    String get(int column) {
        return values.get(column);
    }

    Row with(int column, @Nullable String value) {
        var changed = new ArrayList<@Nullable String>(values);
        changed.set(column, value);
        return new Row(changed);
    }
}
