package dev.astern.connector.sql.ddl;

import dev.astern.connector.Effect;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.connector.UndoResult;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes steps back, the latest first, each wholly or not at all, and reads the catalog again after each. */
final class Reversal {
    private final Work work;
    private final Db db;
    private final Judge judge;
    private final Function<String, OnConflict> choice;
    private final List<UndoReport.Count> erased = new ArrayList<>();

    /** @param choice by an item's id */
    Reversal(Work work, Judge judge, Function<String, OnConflict> choice) {
        this.work = work;
        this.db = work.db();
        this.judge = judge;
        this.choice = choice;
    }

    List<UndoItem> run(List<Step> latestFirst) throws SQLException {
        var items = new ArrayList<UndoItem>();
        for (Step step : latestFirst) {
            items.add(takeBack(step));
        }
        return items;
    }

    /** Rows and values that steps had kept and that were erased with a person's data: they did not come back. */
    List<UndoReport.Count> erased() {
        return erased;
    }

    private void erased(Step step) throws SQLException {
        boolean kept = switch (step.kind()) {
            case TABLE_REMOVED, COLUMN_REMOVED, COLUMN_RETYPED -> true;
            case TABLE_ADDED, COLUMN_ADDED, COLUMN_RENAMED, INDEX_ADDED, INDEX_REMOVED, IDENTITY_RESTARTED -> false;
        };
        long rows = kept ? StructureStore.erased(db, step.id()) : 0;
        if (rows > 0) {
            erased.add(new UndoReport.Count(
                    Names.path(step.schema(), step.table()), UndoResult.CANNOT, Reason.ERASED, rows));
        }
    }

    private UndoItem takeBack(Step step) throws SQLException {
        String id = "structure:" + step.id();
        Step active = active(step);
        if (active == null) {
            return item(id, step, Verdict.ALREADY_BACK);
        }
        boolean restore = choice.apply(id) == OnConflict.RESTORE;
        Verdict verdict = judge.judge(active, restore);
        if (verdict.result() != UndoResult.RESTORED) {
            return item(id, step, verdict);
        }
        var done = item(id, active, attempt(active, restore));
        erased(active);
        return done;
    }

    /** Where an undo of this step was itself undone, its work stands again under a later number. */
    private @Nullable Step active(Step step) throws SQLException {
        Step active = step;
        Step undo = StructureStore.undoing(db, active);
        while (undo != null) {
            Step redone = StructureStore.undoing(db, undo);
            if (redone == null) {
                return null;
            }
            active = redone;
            undo = StructureStore.undoing(db, active);
        }
        return active;
    }

    private Verdict attempt(Step step, boolean restore) throws SQLException {
        var tolerant = new Tolerant(work);
        int made = work.steps().size();
        try {
            db.whole(() -> reverse(step, restore, tolerant));
        } catch (SQLException e) {
            return failed(made, conflict(e));
        } catch (ProblemException e) {
            if (e.problem().reason() == Reason.INTERNAL) {
                throw e;
            }
            work.note(step.resource() + ": " + e.problem().detail());
            return failed(made, Reason.REFERENCED_BY_OTHERS);
        }
        if (step.kind() == StepKind.IDENTITY_RESTARTED || allBack(step)) {
            return Verdict.RESTORED;
        }
        return Verdict.kept(Objects.requireNonNullElse(tolerant.reason(), Reason.SHAPE_CHANGED));
    }

    private Verdict failed(int made, Reason reason) {
        work.forget();
        while (work.steps().size() > made) {
            work.steps().removeLast();
        }
        return Verdict.kept(reason);
    }

    private Reason conflict(SQLException e) throws SQLException {
        Reason reason = States.conflict(e);
        if (reason == null) {
            throw e;
        }
        work.note(States.message(e));
        return reason;
    }

    private boolean allBack(Step step) throws SQLException {
        for (StructureImage image : step.images()) {
            if (!Objects.equals(image.before(), work.catalog().get(image.object()))) {
                return false;
            }
        }
        return true;
    }

    private void reverse(Step step, boolean restore, Tolerant tolerant) throws SQLException {
        var table = new Relation(step.rel(), step.schema(), step.table());
        String name = Objects.requireNonNullElse(step.name(), "");
        switch (step.kind()) {
            case TABLE_ADDED -> new TableRemoval(work).remove(table, true, step);
            case TABLE_REMOVED -> new TableReturn(work, tolerant).bringBack(step);
            case COLUMN_ADDED -> new ColumnRemoval(work).remove(table, name, true, step);
            case COLUMN_REMOVED -> new ColumnReturn(work, tolerant).bringBack(step);
            case COLUMN_RENAMED -> rename(table, step);
            case COLUMN_RETYPED -> new RetypeReturn(work, tolerant).bringBack(step, !restore);
            case INDEX_ADDED -> new IndexChange(work).remove(table, name, true, step);
            case INDEX_REMOVED -> {
                Draft draft = work.draft(StepKind.INDEX_ADDED, table, name).undoes(step);
                tolerant.after(step);
                work.finish(draft);
            }
            case IDENTITY_RESTARTED -> position(table, step);
        }
    }

    private void rename(Relation table, Step step) throws SQLException {
        String former = Objects.requireNonNull(step.other(), "other");
        String name = Objects.requireNonNull(step.name(), "name");
        Draft draft =
                work.draft(StepKind.COLUMN_RENAMED, table, former).other(name).undoes(step);
        db.run("ALTER TABLE " + table.sql() + " RENAME COLUMN " + Names.quote(name) + " TO " + Names.quote(former));
        work.capture().put(db.connection(), table.oid());
        work.finish(draft);
    }

    private void position(Relation table, Step step) throws SQLException {
        Step.Part main = step.parts(Step.Role.MAIN).getFirst();
        StructureImage image = step.images().getFirst();
        String now = Sequences.next(db, main.object());
        Draft draft = work.draft(StepKind.IDENTITY_RESTARTED, table, step.name())
                .undoes(step)
                .part(Step.Role.MAIN, main.object(), now)
                .image(new StructureImage(image.object(), now, main.sql()));
        Sequences.restart(db, main.object(), main.sql());
        if (!Sequences.next(db, main.object()).equals(main.sql())) {
            throw Problem.of(Reason.VERIFY_FAILED, main.object() + " does not stand where it was put")
                    .toException();
        }
        work.finish(draft);
    }

    private UndoItem item(String id, Step step, Verdict verdict) throws SQLException {
        var fields = new ArrayList<UndoItem.Field>();
        Catalog now = work.catalog();
        for (StructureImage image : step.images()) {
            boolean sequence = step.kind() == StepKind.IDENTITY_RESTARTED;
            String current = sequence
                    ? Sequences.next(db, step.parts(Step.Role.MAIN).getFirst().object())
                    : now.get(image.object());
            boolean back = Objects.equals(current, image.before());
            UndoResult result = back
                    ? verdict.result() == UndoResult.RESTORED || verdict.result() == UndoResult.KEPT
                            ? UndoResult.RESTORED
                            : UndoResult.ALREADY_BACK
                    : UndoResult.KEPT;
            fields.add(new UndoItem.Field(image.object(), image.before(), image.after(), current, result));
        }
        return new UndoItem(
                id, step.resource(), null, Effect.Kind.STRUCTURE, verdict.result(), verdict.reason(), fields);
    }
}
