package dev.astern.connector.sql.ddl.parse;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The closed list of structure changes. */
public sealed interface Ddl {
    /** The tables or indexes it names; what else it touches is observed. */
    List<QName> names();

    /** In PostgreSQL's words, for example {@code DROP TABLE}. */
    String verb();

    record CreateTable(QName table, boolean ifNotExists, List<ColumnDef> columns, List<Constraint> constraints)
            implements Ddl {
        public CreateTable {
            columns = List.copyOf(columns);
            constraints = List.copyOf(constraints);
        }

        @Override
        public List<QName> names() {
            return List.of(table);
        }

        @Override
        public String verb() {
            return "CREATE TABLE";
        }
    }

    record DropTable(List<QName> names, boolean ifExists, boolean cascade) implements Ddl {
        public DropTable {
            names = List.copyOf(names);
        }

        @Override
        public String verb() {
            return "DROP TABLE";
        }
    }

    record Truncate(List<QName> names, boolean restartIdentity, boolean cascade) implements Ddl {
        public Truncate {
            names = List.copyOf(names);
        }

        @Override
        public String verb() {
            return "TRUNCATE";
        }
    }

    record AlterTable(QName table, boolean ifExists, List<Alteration> alterations) implements Ddl {
        public AlterTable {
            alterations = List.copyOf(alterations);
        }

        @Override
        public List<QName> names() {
            return List.of(table);
        }

        @Override
        public String verb() {
            return "ALTER TABLE";
        }
    }

    record CreateIndex(
            @Nullable String name,
            QName table,
            boolean unique,
            boolean ifNotExists,
            String method,
            List<Part> parts,
            List<String> including,
            boolean nullsNotDistinct,
            @Nullable Expr where)
            implements Ddl {
        public CreateIndex {
            parts = List.copyOf(parts);
            including = List.copyOf(including);
        }

        @Override
        public List<QName> names() {
            return List.of(table);
        }

        @Override
        public String verb() {
            return "CREATE INDEX";
        }

        /** @param order such as {@code DESC NULLS LAST}, or empty */
        public record Part(Expr value, @Nullable String operatorClass, String order) {
            public Part {
                Objects.requireNonNull(value, "value");
            }
        }
    }

    record DropIndex(List<QName> names, boolean ifExists, boolean cascade) implements Ddl {
        public DropIndex {
            names = List.copyOf(names);
        }

        @Override
        public String verb() {
            return "DROP INDEX";
        }
    }

    /** One action of an ALTER TABLE. */
    sealed interface Alteration {
        record Add(ColumnDef column, boolean ifNotExists) implements Alteration {}

        record Drop(String column, boolean ifExists, boolean cascade) implements Alteration {}

        record Rename(String column, String to) implements Alteration {}

        record Retype(
                String column, TypeName type, @Nullable Expr using) implements Alteration {}
    }
}
