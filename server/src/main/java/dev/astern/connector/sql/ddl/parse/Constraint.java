package dev.astern.connector.sql.ddl.parse;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A constraint of a column, with {@code columns} empty, or of a table. The name is null where PostgreSQL finds one. */
public sealed interface Constraint {
    @Nullable
    String name();

    record PrimaryKey(@Nullable String name, List<String> columns) implements Constraint {
        public PrimaryKey {
            columns = List.copyOf(columns);
        }
    }

    record Unique(@Nullable String name, List<String> columns, boolean nullsNotDistinct) implements Constraint {
        public Unique {
            columns = List.copyOf(columns);
        }
    }

    record Check(@Nullable String name, Expr condition) implements Constraint {
        public Check {
            Objects.requireNonNull(condition, "condition");
        }
    }

    /**
     * @param rules what follows the referenced columns, in PostgreSQL's words, for example {@code ON DELETE CASCADE}
     */
    record ForeignKey(
            @Nullable String name, List<String> columns, QName target, List<String> targetColumns, List<String> rules)
            implements Constraint {
        public ForeignKey {
            columns = List.copyOf(columns);
            targetColumns = List.copyOf(targetColumns);
            rules = List.copyOf(rules);
        }
    }
}
