package dev.astern.connector.sql.ddl;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step while it is being made. */
final class Draft {
    private final long id;
    private final StepKind kind;
    private final Relation table;
    private final @Nullable String name;
    private final List<Step.Part> parts = new ArrayList<>();
    private final List<StructureImage> images = new ArrayList<>();
    private @Nullable String other;
    private @Nullable String kept;
    private @Nullable Long undoes;

    Draft(long id, StepKind kind, Relation table, @Nullable String name) {
        this.id = id;
        this.kind = kind;
        this.table = table;
        this.name = name;
    }

    long id() {
        return id;
    }

    Draft undoes(@Nullable Step step) {
        undoes = step == null ? null : Long.valueOf(step.id());
        return this;
    }

    Draft other(String value) {
        other = value;
        return this;
    }

    Draft kept(String where) {
        kept = where;
        return this;
    }

    Draft part(Step.Role role, String object, String sql) {
        parts.add(new Step.Part(role, object, sql));
        return this;
    }

    Draft restore(List<Restoration> restorations) {
        for (Restoration r : restorations) {
            if (!r.sql().isEmpty()) {
                part(
                        r.rank() == Restoration.FOREIGN_KEY ? Step.Role.FOREIGN_KEY : Step.Role.AFTER,
                        r.object(),
                        r.sql());
            }
        }
        return this;
    }

    Draft image(StructureImage image) {
        images.add(image);
        return this;
    }

    List<StructureImage> images() {
        return images;
    }

    /** Whether it changes values, so that it counts even where the catalog is the same after it. */
    boolean rewrites() {
        return kind == StepKind.COLUMN_RETYPED;
    }

    /** As in {@link Catalog}. */
    String object() {
        return step("", List.of()).object();
    }

    Step step(String action, List<StructureImage> all) {
        return new Step(
                id, action, kind, table.oid(), table.schema(), table.name(), name, other, kept, undoes, parts, all);
    }
}
