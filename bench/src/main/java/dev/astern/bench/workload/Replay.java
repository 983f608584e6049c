package dev.astern.bench.workload;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes from a recorded effect the one statement an agent would have sent. */
final class Replay {
    private final Map<String, Table> tables;

    Replay(Map<String, Table> tables) {
        this.tables = Map.copyOf(tables);
    }

    Table table(String source) {
        return Objects.requireNonNull(tables.get(source), () -> "no table for " + source + ": bug");
    }

    Ref ref(Effect effect) {
        var image = effect.before() != null ? effect.before() : effect.after();
        var table = table(effect.table());
        return ref(table, effect.key(), image == null ? Files.parse("{}") : image);
    }

    static Ref ref(Table table, String key, JsonNode row) {
        return new Ref(table, table.keyOf(table.row(key, row)));
    }

    /** Empty where the effect changes nothing that a table holds. */
    Optional<Change> change(Effect effect, World now) {
        var ref = ref(effect);
        var current = now.get(ref);
        return switch (effect.op()) {
            case DELETE -> Optional.of(new Change.Delete(ref));
            case INSERT, UPDATE -> {
                var after = row(effect, effect.after());
                yield current == null
                        ? Optional.of(new Change.Insert(ref, after))
                        : update(ref, effect.before() == null ? current : row(effect, effect.before()), after);
            }
        };
    }

    private Row row(Effect effect, @Nullable JsonNode image) {
        return table(effect.table()).row(effect.key(), Objects.requireNonNull(image));
    }

    private static Optional<Change> update(Ref ref, Row before, Row after) {
        var values = new LinkedHashMap<Integer, @Nullable String>();
        for (int i = Table.KEY + 1; i < after.values().size(); i++) {
            if (!Objects.equals(before.get(i), after.get(i))) {
                values.put(i, after.get(i));
            }
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(new Change.Update(ref, values));
    }
}
