package dev.astern.connector.sql.ddl.parse;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A column as CREATE TABLE and ADD COLUMN know it. */
public record ColumnDef(
        String name,
        TypeName type,
        boolean notNull,
        @Nullable Filling filling,
        List<Constraint> constraints) {
    public ColumnDef {
        constraints = List.copyOf(constraints);
    }

    /** Where the value comes from if no statement gives one. */
    public sealed interface Filling {}

    public record Default(Expr value) implements Filling {
        public Default {
            Objects.requireNonNull(value, "value");
        }
    }

    public record Generated(Expr value) implements Filling {
        public Generated {
            Objects.requireNonNull(value, "value");
        }
    }

    /** @param options such as {@code START WITH 10}, in PostgreSQL's words */
    public record Identity(boolean always, List<String> options) implements Filling {
        public Identity {
            options = List.copyOf(options);
        }
    }
}
