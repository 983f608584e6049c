package dev.astern.bench.workload;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of all tables, as a thin layer of changes over rows that never change. */
final class World {
    private final Map<Ref, Row> base;
    private final Map<Ref, Optional<Row>> changed;

    private World(Map<Ref, Row> base, Map<Ref, Optional<Row>> changed) {
        this.base = base;
        this.changed = changed;
    }

    static World of(Map<Ref, Row> base) {
        return new World(base, new HashMap<>());
    }

    World copy() {
        return new World(base, new HashMap<>(changed));
    }

    @Nullable
    Row get(Ref ref) {
        var own = changed.get(ref);
        return own == null ? base.get(ref) : own.orElse(null);
    }

    void put(Ref ref, @Nullable Row row) {
        changed.put(ref, Optional.ofNullable(row));
    }
}
