package dev.astern.connector.sql.ddl;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One change of structure, with all that takes it back.
 *
 * @param id numbers it at the target; 0 before it is written
 * @param rel the table's oid
 * @param schema the table's schema
 * @param table the table's name
 * @param name the column, index or sequence; null for a table
 * @param other the former name of a renamed column, the former type of a retyped one
 * @param kept the schema or table in which the old contents are kept
 * @param undoes the step this one took back
 * @param parts what is to be done to take it back, in order
 * @param images every object that changed with it, itself first
 */
record Step(
        long id,
        String action,
        StepKind kind,
        long rel,
        String schema,
        String table,
        @Nullable String name,
        @Nullable String other,
        @Nullable String kept,
        @Nullable Long undoes,
        List<Part> parts,
        List<StructureImage> images) {
    Step {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(kind, "kind");
        parts = List.copyOf(parts);
        images = List.copyOf(images);
    }

    /**
     * @param role what it is for
     * @param object what it is about, as in {@link Catalog} or as the role says
     * @param sql the statement, or the value
     */
    record Part(Role role, String object, String sql) {}

    enum Role {
        /** A relation moved aside: {@code object} its schema, {@code sql} the rest of the ALTER that moved it. */
        MOVED,
        /** A statement to run before anything comes back. */
        FIRST,
        /** The statement that takes the step back by itself. */
        MAIN,
        /** A column by which saved values are matched to rows; {@code sql} is its number. */
        MATCH,
        /** How rows are matched: {@code typed} or {@code text}. */
        MATCHING,
        /** A statement to run after. */
        AFTER,
        /** As {@code AFTER}, a foreign key: others' rows may not fit it any more. */
        FOREIGN_KEY,
        /** NOT NULL of the column. */
        NOT_NULL
    }

    List<Part> parts(Role role) {
        return parts.stream().filter(p -> p.role() == role).toList();
    }

    Step without(Predicate<Part> parts) {
        return new Step(
                id,
                action,
                kind,
                rel,
                schema,
                table,
                name,
                other,
                kept,
                undoes,
                this.parts.stream().filter(parts.negate()).toList(),
                images);
    }

    /** For example {@code public.orders.total}. */
    String resource() {
        String home = Names.path(schema, table);
        if (name == null) {
            return home;
        }
        return switch (kind) {
            case INDEX_ADDED, INDEX_REMOVED -> Names.path(schema, name);
            case IDENTITY_RESTARTED -> name;
            case TABLE_ADDED, TABLE_REMOVED, COLUMN_ADDED, COLUMN_REMOVED, COLUMN_RENAMED, COLUMN_RETYPED ->
                home + "." + Names.path(name);
        };
    }

    /** The object itself, as in {@link Catalog}. */
    String object() {
        String home = Names.path(schema, table);
        return switch (kind) {
            case TABLE_ADDED, TABLE_REMOVED -> "table " + home;
            case COLUMN_ADDED, COLUMN_REMOVED, COLUMN_RENAMED, COLUMN_RETYPED ->
                "column " + home + "." + Names.path(Objects.requireNonNull(name));
            case INDEX_ADDED, INDEX_REMOVED -> "index " + home + "." + Names.path(Objects.requireNonNull(name));
            case IDENTITY_RESTARTED -> "sequence " + Objects.requireNonNull(name);
        };
    }
}
