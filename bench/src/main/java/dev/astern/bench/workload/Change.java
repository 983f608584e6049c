package dev.astern.bench.workload;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One statement that changes one row by its key. */
sealed interface Change {
    Ref ref();

    String sql(String schema);

    record Insert(Ref ref, Row row) implements Change {
        @Override
        public String sql(String schema) {
            var table = ref.table();
            var names = new StringBuilder();
            var values = new StringBuilder();
            for (int i = 0; i < table.columns().size(); i++) {
                // A field the recorded row does not have is not mentioned.
                if (row.get(i) != null) {
                    var column = table.columns().get(i);
                    names.append(names.isEmpty() ? "" : ", ").append(Sql.name(column.name()));
                    values.append(values.isEmpty() ? "" : ", ")
                            .append(column.type().literal(row.get(i)));
                }
            }
            return "INSERT INTO " + Sql.name(schema, table.name()) + " (" + names + ") VALUES (" + values + ")";
        }
    }

    /** @param values the changed columns only, by index */
    record Update(Ref ref, Map<Integer, @Nullable String> values) implements Change {
        public Update {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            if (values.isEmpty() || values.containsKey(Table.KEY)) {
                throw new IllegalArgumentException("an update of " + ref + " with columns " + values.keySet());
            }
        }

        Row applied(Row row) {
            var changed = row;
            for (var value : values.entrySet()) {
                changed = changed.with(value.getKey(), value.getValue());
            }
            return changed;
        }

        @Override
        public String sql(String schema) {
            var columns = ref.table().columns();
            var set = values.entrySet().stream()
                    .map(e -> Sql.name(columns.get(e.getKey()).name()) + " = "
                            + columns.get(e.getKey()).type().literal(e.getValue()))
                    .collect(Collectors.joining(", "));
            return "UPDATE " + Sql.name(schema, ref.table().name()) + " SET " + set + where(ref);
        }
    }

    record Delete(Ref ref) implements Change {
        @Override
        public String sql(String schema) {
            return "DELETE FROM " + Sql.name(schema, ref.table().name()) + where(ref);
        }
    }

    private static String where(Ref ref) {
        var key = ref.table().key();
        return " WHERE " + Sql.name(key.name()) + " = " + key.type().literal(ref.key());
    }
}
