package dev.astern.connector.sql.ddl;

import dev.astern.connector.Reason;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares what a step left with what is there now; decides, and changes nothing. */
final class Judge {
    private final Work work;
    private final Db db;
    private final Since since;

    Judge(Work work, Since since) {
        this.work = work;
        this.db = work.db();
        this.since = since;
    }

    /** @param restore true to go on where it is only somebody's later change that stands in the way */
    Verdict judge(Step step, boolean restore) throws SQLException {
        String now = work.catalog().get(step.object());
        return switch (step.kind()) {
            case TABLE_REMOVED -> now == null ? Verdict.RESTORED : Verdict.kept(Reason.KEY_TAKEN);
            case COLUMN_REMOVED, INDEX_REMOVED -> now == null ? tableThere(step) : Verdict.kept(Reason.KEY_TAKEN);
            case TABLE_ADDED, COLUMN_ADDED, INDEX_ADDED ->
                now == null
                        ? Verdict.ALREADY_BACK
                        : tableThere(step).result() == Verdict.RESTORED.result()
                                ? added(step, restore)
                                : tableThere(step);
            case COLUMN_RENAMED -> renamed(step, now);
            case COLUMN_RETYPED -> changed(step, now, restore);
            case IDENTITY_RESTARTED -> position(step);
        };
    }

    /** The same table under the same name: what was written down names it so. */
    private Verdict tableThere(Step step) throws SQLException {
        Relation table = Relation.byOid(db, step.rel());
        if (table == null || !Names.manageable(table.schema())) {
            return Verdict.gone();
        }
        boolean same = table.schema().equals(step.schema()) && table.name().equals(step.table());
        return same ? Verdict.RESTORED : Verdict.kept(Reason.SHAPE_CHANGED);
    }

    private Verdict added(Step step, boolean restore) throws SQLException {
        Reason inTheWay = othersObjects(step);
        if (inTheWay == null) {
            inTheWay = othersValues(step);
        }
        return inTheWay == null || restore ? Verdict.RESTORED : Verdict.kept(inTheWay);
    }

    /** What would go with the object and is not the step's own work. */
    private @Nullable Reason othersObjects(Step step) throws SQLException {
        Map<String, StructureImage> own = new HashMap<>();
        step.images().forEach(i -> own.put(i.object(), i));
        var changes = new ArrayList<StructureImage>();
        try {
            changes.addAll(work.tried(drop(step)));
        } catch (SQLException e) {
            Reason reason = States.conflict(e);
            if (reason == null) {
                throw e;
            }
            return reason;
        }
        for (StructureImage change : changes) {
            StructureImage mine = own.get(change.object());
            if (mine == null) {
                return Reason.REFERENCED_BY_OTHERS;
            }
            if (!Objects.equals(mine.after(), change.before())) {
                return Reason.SAME_FIELD_CHANGED;
            }
        }
        return null;
    }

    private static String drop(Step step) {
        String table = Names.quote(step.schema(), step.table());
        String name = Names.quote(Objects.requireNonNullElse(step.name(), ""));
        return switch (step.kind()) {
            case TABLE_ADDED -> "DROP TABLE " + table + " CASCADE";
            case COLUMN_ADDED -> "ALTER TABLE " + table + " DROP COLUMN " + name + " CASCADE";
            case INDEX_ADDED -> "DROP INDEX " + Names.quote(step.schema()) + "." + name + " CASCADE";
            case TABLE_REMOVED, COLUMN_REMOVED, COLUMN_RENAMED, COLUMN_RETYPED, INDEX_REMOVED, IDENTITY_RESTARTED ->
                throw new IllegalArgumentException(step.kind().code());
        };
    }

    private @Nullable Reason othersValues(Step step) throws SQLException {
        var table = new Relation(step.rel(), step.schema(), step.table());
        return switch (step.kind()) {
            case TABLE_ADDED -> since.rows(table, step) ? Reason.ROW_CHANGED_SINCE_INSERT : null;
            case COLUMN_ADDED -> {
                ColumnSpec column = ColumnSpec.read(db, step.rel(), Objects.requireNonNull(step.name()));
                boolean theirs = column != null && !column.isGenerated() && since.values(table, step, column);
                yield theirs ? Reason.SAME_FIELD_CHANGED : null;
            }
            case TABLE_REMOVED,
                    COLUMN_REMOVED,
                    COLUMN_RENAMED,
                    COLUMN_RETYPED,
                    INDEX_ADDED,
                    INDEX_REMOVED,
                    IDENTITY_RESTARTED -> null;
        };
    }

    private Verdict renamed(Step step, @Nullable String now) throws SQLException {
        String former = "column " + Names.path(step.schema(), step.table()) + "."
                + Names.path(Objects.requireNonNull(step.other(), "other"));
        String there = work.catalog().get(former);
        if (now == null) {
            return there == null ? Verdict.gone() : Verdict.ALREADY_BACK;
        }
        return there == null ? tableThere(step) : Verdict.kept(Reason.KEY_TAKEN);
    }

    private Verdict changed(Step step, @Nullable String now, boolean restore) throws SQLException {
        if (now == null) {
            return Verdict.gone();
        }
        StructureImage own = image(step);
        boolean theirs = !now.equals(own.after());
        if (theirs && now.equals(own.before())) {
            return Verdict.ALREADY_BACK;
        }
        return theirs && !restore ? Verdict.kept(Reason.SAME_FIELD_CHANGED) : tableThere(step);
    }

    private Verdict position(Step step) throws SQLException {
        StructureImage image = step.images().getFirst();
        List<Step.Part> main = step.parts(Step.Role.MAIN);
        if (db.first(
                        "SELECT to_regclass(?)::text",
                        r -> r.getString(1),
                        main.getFirst().object())
                == null) {
            return Verdict.gone();
        }
        String now = Sequences.next(db, main.getFirst().object());
        if (now.equals(image.before())) {
            return Verdict.ALREADY_BACK;
        }
        // Numbers handed out since would be handed out again.
        return now.equals(image.after()) ? Verdict.RESTORED : Verdict.kept(Reason.SAME_FIELD_CHANGED);
    }

    private static StructureImage image(Step step) {
        return step.images().stream()
                .filter(i -> i.object().equals(step.object()))
                .findFirst()
                .orElseThrow(() -> Refusals.bug("step " + step.id() + " has no image of itself"));
    }
}
