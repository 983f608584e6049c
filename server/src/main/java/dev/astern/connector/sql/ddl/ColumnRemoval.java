package dev.astern.connector.sql.ddl;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** DROP COLUMN with its values and all that hangs on it saved. */
final class ColumnRemoval {
    private final Work work;
    private final Db db;

    ColumnRemoval(Work work) {
        this.work = work;
        this.db = work.db();
    }

    @Nullable
    Step remove(Relation table, String column, boolean cascade, @Nullable Step undoes) throws SQLException {
        String sql = "ALTER TABLE " + table.sql() + " DROP COLUMN " + Names.quote(column) + (cascade ? " CASCADE" : "");
        List<StructureImage> plain = work.tried(sql);
        ColumnSpec spec =
                Objects.requireNonNull(ColumnSpec.read(db, table.oid(), column), "a column that can be dropped");
        Draft draft = work.draft(StepKind.COLUMN_REMOVED, table, column).undoes(undoes);
        note(draft, table, spec);
        hangingOn(draft, table, spec, plain);
        if (!spec.isGenerated()) {
            Matching matching = Matching.of(db, table.oid(), column);
            matching.write(draft);
            String kept = "v_" + draft.id();
            draft.kept(kept);
            new SavedValues(db, table, column, matching, kept).save(null);
        }
        ColumnSpec.Owned sequence = spec.sequence();
        if (spec.isSerial() && sequence != null) {
            aside(draft, table, spec, sequence);
        }
        db.run(sql);
        work.capture().put(db.connection(), table.oid());
        return work.finish(draft);
    }

    private void note(Draft draft, Relation table, ColumnSpec spec) throws SQLException {
        String object = "column " + table.path() + "." + Names.path(spec.name());
        draft.part(Step.Role.MAIN, object, spec.add(table.sql()));
        String alter = "ALTER TABLE " + table.sql() + " ALTER COLUMN " + Names.quote(spec.name()) + " ";
        if (spec.notNull()) {
            draft.part(Step.Role.NOT_NULL, object, alter + "SET NOT NULL");
        }
        if (spec.isIdentity()) {
            draft.part(Step.Role.AFTER, object, alter + identity(spec));
            draft.part(Step.Role.AFTER, object, position(Objects.requireNonNull(spec.sequence())));
        } else if (spec.fallback() != null && spec.fallback().contains("nextval(")) {
            draft.part(Step.Role.AFTER, object, alter + "SET DEFAULT " + spec.fallback());
        }
        if (spec.comment() != null) {
            draft.part(
                    Step.Role.AFTER,
                    object,
                    "COMMENT ON COLUMN " + table.sql() + "." + Names.quote(spec.name()) + " IS "
                            + Names.literal(spec.comment()));
        }
        for (String grant : ColumnSpec.grants(db, table.oid(), table.sql(), spec.name())) {
            draft.part(Step.Role.AFTER, object, grant);
        }
    }

    private String identity(ColumnSpec spec) throws SQLException {
        ColumnSpec.Owned sequence = Objects.requireNonNull(spec.sequence(), "an identity's sequence");
        String options = Objects.requireNonNull(db.first("""
                SELECT format('START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s %s', s.seqstart, s.seqincrement,
                              s.seqmin, s.seqmax, s.seqcache, CASE WHEN s.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END)
                  FROM pg_sequence s WHERE s.seqrelid = ?::bigint::oid""", r -> r.getString(1), sequence.oid()));
        return "ADD GENERATED " + (spec.identity().equals("a") ? "ALWAYS" : "BY DEFAULT")
                + " AS IDENTITY (SEQUENCE NAME " + sequence.sql() + " " + options + ")";
    }

    private String position(ColumnSpec.Owned sequence) throws SQLException {
        return Objects.requireNonNull(db.first(
                "SELECT format('SELECT setval(%L::regclass, %s, %L)', ?::text, last_value, is_called) FROM "
                        + sequence.sql(),
                r -> r.getString(1),
                sequence.sql()));
    }

    /** A serial's sequence leaves with its column, but whole. */
    private void aside(Draft draft, Relation table, ColumnSpec spec, ColumnSpec.Owned sequence) throws SQLException {
        String named = "s_" + draft.id();
        db.run("ALTER SEQUENCE " + sequence.sql() + " OWNED BY NONE");
        db.run("ALTER TABLE " + table.sql() + " ALTER COLUMN " + Names.quote(spec.name()) + " DROP DEFAULT");
        db.run("ALTER SEQUENCE " + sequence.sql() + " SET SCHEMA astern_trash");
        db.run("ALTER SEQUENCE " + Names.quote("astern_trash", sequence.name()) + " RENAME TO " + Names.quote(named));
        String object = "sequence " + Names.path(sequence.schema(), sequence.name());
        draft.part(
                Step.Role.FIRST,
                object,
                "ALTER SEQUENCE " + Names.quote("astern_trash", named) + " RENAME TO " + Names.quote(sequence.name()));
        draft.part(
                Step.Role.FIRST,
                object,
                "ALTER SEQUENCE " + Names.quote("astern_trash", sequence.name()) + " SET SCHEMA "
                        + Names.quote(sequence.schema()));
        draft.part(
                Step.Role.AFTER,
                object,
                "ALTER SEQUENCE " + sequence.sql() + " OWNED BY " + table.sql() + "." + Names.quote(spec.name()));
    }

    /** Saves what goes with the column; refuses what could not be brought back. */
    private void hangingOn(Draft draft, Relation table, ColumnSpec spec, List<StructureImage> plain)
            throws SQLException {
        Map<String, List<Restoration>> known = Restoration.known(db);
        String own = "column " + table.path() + "." + Names.path(spec.name());
        ColumnSpec.Owned sequence = spec.sequence();
        String owned = sequence == null ? "" : "sequence " + Names.path(sequence.schema(), sequence.name());
        List<StructureImage> others = plain.stream()
                .filter(i -> !i.object().equals(own) && !i.object().equals(owned) && !inherited(i, spec))
                .toList();
        for (StructureImage image : others) {
            boolean restorable = known.containsKey(image.object())
                    && (image.gone() ? !image.kind().equals("column") : true);
            if (!restorable) {
                throw Refusals.notAllowed("this would also drop the " + image.object() + ", which the gateway could not"
                        + " bring back; remove it by other means first");
            }
        }
        known.values().stream()
                .flatMap(List::stream)
                .sorted(java.util.Comparator.comparingInt(Restoration::rank))
                .filter(r -> others.stream().anyMatch(i -> i.object().equals(r.object())))
                .forEach(r -> draft.restore(List.of(r)));
    }

    /** A partition's share of the column. */
    private static boolean inherited(StructureImage image, ColumnSpec spec) {
        return image.kind().equals("column")
                && image.gone()
                && Paths.split(image.path()).getLast().equals(spec.name());
    }
}
