package dev.astern.connector.sql.ddl;

import dev.astern.connector.sql.ddl.parse.Ddl;
import dev.astern.connector.sql.ddl.parse.DdlText;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** ALTER COLUMN … TYPE with the values before and after it saved. */
final class Retyping {
    private final Work work;
    private final Db db;

    Retyping(Work work) {
        this.work = work;
        this.db = work.db();
    }

    @Nullable
    Step retype(Relation table, Ddl.Alteration.Retype change) throws SQLException {
        ColumnSpec spec = ColumnSpec.read(db, table.oid(), change.column());
        if (spec != null && spec.isGenerated()) {
            throw Refusals.notAllowed("a generated column's type can't be changed through the gateway");
        }
        String column = Names.quote(change.column());
        String type = DdlText.type(change.type());
        String sql = "ALTER TABLE " + table.sql() + " " + DdlText.of(change);
        String becomes =
                "CAST(" + (change.using() == null ? column : DdlText.expression(change.using())) + " AS " + type + ")";
        // A column that is not there gives the database's own message.
        List<StructureImage> plain = work.tried(sql);
        ColumnSpec before = Objects.requireNonNull(spec, "a column whose type can be changed");
        Draft draft =
                work.draft(StepKind.COLUMN_RETYPED, table, change.column()).other(before.type());
        String kept = "v_" + draft.id();
        draft.kept(kept);
        Matching matching = Matching.of(db, table.oid(), change.column());
        matching.write(draft);
        new SavedValues(db, table, change.column(), matching, kept).save(becomes);
        note(draft, table, before, plain);
        db.run(sql);
        work.capture().put(db.connection(), table.oid());
        return work.finish(draft);
    }

    private void note(Draft draft, Relation table, ColumnSpec before, List<StructureImage> plain) throws SQLException {
        if (before.fallback() != null) {
            draft.part(
                    Step.Role.MAIN,
                    "column " + table.path() + "." + Names.path(before.name()),
                    "ALTER TABLE " + table.sql() + " ALTER COLUMN " + Names.quote(before.name()) + " SET DEFAULT "
                            + before.fallback());
        }
        Restoration.known(db).values().stream()
                .flatMap(List::stream)
                .filter(r -> plain.stream()
                        .anyMatch(
                                i -> i.object().equals(r.object()) && !i.kind().equals("column")))
                .sorted(Comparator.comparingInt(Restoration::rank))
                .forEach(r -> draft.restore(List.of(r)));
    }
}
