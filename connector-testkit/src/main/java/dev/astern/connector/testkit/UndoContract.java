package dev.astern.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.connector.UndoRequest.Selected;
import dev.astern.connector.UndoResult;
import dev.astern.connector.testkit.Laboratory.Trait;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds while actions are taken back. */
public abstract class UndoContract extends ActingContract {
    private static final int TURNS = 3;

    protected final UndoRequest request(OnConflict onConflict, @Nullable String plan, Done... actions) {
        var selected = Arrays.stream(actions)
                .map(done -> new Selected(done.id(), done.observed().digest()))
                .toList();
        return new UndoRequest(selected, onConflict, Map.of(), 100, plan);
    }

    /** Undoes what has to work. */
    protected final Undone undone(Done... actions) {
        return undone(request(OnConflict.KEEP, null, actions));
    }

    /** An undo that was applied. */
    protected record Undone(UndoReport report, Done done) {}

    private Undone undone(UndoRequest request) {
        var id = action();
        var plan = lab().connector().planUndo(request);
        var performance = lab().connector().undo(request, TestExecution.cleared(id));
        assertThat(performance).isInstanceOf(UndoPerformance.Applied.class);
        var applied = (UndoPerformance.Applied) performance;
        assertThat(applied.report().counts()).as("the plan is what was done").isEqualTo(plan.counts());
        return new Undone(applied.report(), new Done(id, applied.observed()));
    }

    private static void assertOnly(UndoReport report, UndoResult result, @Nullable Reason reason) {
        assertThat(report.counts()).hasSize(1);
        assertThat(report.counts().getFirst().result()).isEqualTo(result);
        assertThat(report.counts().getFirst().reason()).isEqualTo(reason);
    }

    @Test
    final void a_change_is_taken_back() {
        lab().put(KEY, fields("one", "two"));
        var done = done(lab().change(KEY, lab().field(), "three"));
        var undone = undone(done);
        assertOnly(undone.report(), UndoResult.RESTORED, null);
        assertThat(lab().truth(KEY)).contains(fields("one", "two"));
    }

    @Test
    final void an_undo_that_is_cleared_too_late_takes_nothing_back() {
        lab().put(KEY, fields("one", "two"));
        var done = done(lab().change(KEY, lab().field(), "three"));
        var performance = lab().connector().undo(request(OnConflict.KEEP, null, done), TestExecution.late(action()));
        if (performance instanceof UndoPerformance.Applied applied) {
            assertThat(applied.report().count(UndoResult.RESTORED)).isZero();
        } else {
            assertThat(performance).isInstanceOf(UndoPerformance.NotApplied.class);
        }
        assertThat(lab().truth(KEY)).contains(fields("three", "two"));
    }

    @Test
    final void planning_changes_nothing() {
        lab().put(KEY, fields("one", "two"));
        var done = done(lab().change(KEY, lab().field(), "three"));
        var report = lab().connector().planUndo(request(OnConflict.KEEP, null, done));
        assertThat(report.count(UndoResult.RESTORED)).isEqualTo(1);
        assertThat(report.digest()).isNotEmpty();
        assertThat(lab().truth(KEY)).contains(fields("three", "two"));
    }

    @Test
    final void what_was_made_goes_and_what_was_deleted_comes_back() {
        if (!has(Trait.LIFE_CYCLE)) {
            return;
        }
        var made = done(lab().create(KEY, fields("one", "two")));
        assertOnly(undone(made).report(), UndoResult.RESTORED, null);
        assertThat(lab().truth(KEY)).isEmpty();

        lab().put(KEY, fields("three", "four"));
        var deleted = done(lab().delete(KEY));
        var undone = undone(request(OnConflict.KEEP, null, deleted), has(Trait.SAME_IDENTITY));
        if (has(Trait.SAME_IDENTITY)) {
            assertOnly(undone, UndoResult.RESTORED, null);
            assertThat(lab().truth(KEY)).contains(fields("three", "four"));
        } else {
            assertOnly(undone, UndoResult.COMPENSATED, Reason.NEW_IDENTITY);
        }
    }

    private UndoReport undone(UndoRequest request, boolean asPlanned) {
        if (asPlanned) {
            return undone(request).report();
        }
        var performance = lab().connector().undo(request, TestExecution.cleared(action()));
        assertThat(performance).isInstanceOf(UndoPerformance.Applied.class);
        return ((UndoPerformance.Applied) performance).report();
    }

    @Test
    final void the_selection_s_own_writes_compose() {
        lab().put(KEY, fields("one", "two"));
        var first = done(lab().change(KEY, lab().field(), "three"));
        var second = done(lab().change(KEY, lab().field(), "four"));
        var third = done(lab().change(KEY, lab().otherField(), "five"));
        undone(first, second, third);
        assertThat(lab().truth(KEY)).contains(fields("one", "two"));
    }

    @Test
    final void what_a_person_wrote_between_two_of_them_comes_back() {
        lab().put(KEY, fields("one", "two"));
        var first = done(lab().change(KEY, lab().field(), "three"));
        lab().edit(KEY, lab().field(), "by hand");
        var second = done(lab().change(KEY, lab().field(), "four"));
        undone(first, second);
        assertThat(lab().truth(KEY)).contains(fields("by hand", "two"));
    }

    @Test
    final void another_field_that_a_person_changed_since_stays() {
        lab().put(KEY, fields("one", "two"));
        var done = done(lab().change(KEY, lab().field(), "three"));
        lab().edit(KEY, lab().otherField(), "by hand");
        var undone = undone(done);
        if (has(Trait.BY_FIELD)) {
            assertOnly(undone.report(), UndoResult.RESTORED, Reason.OTHERS_FIELDS_KEPT);
            assertThat(lab().truth(KEY)).contains(fields("one", "by hand"));
        } else {
            assertThat(undone.report().count(UndoResult.KEPT)).isEqualTo(1);
            assertThat(lab().truth(KEY)).contains(fields("three", "by hand"));
        }
    }

    @Test
    final void the_same_field_that_a_person_changed_since_stays_unless_somebody_says_otherwise() {
        lab().put(KEY, fields("one", "two"));
        var done = done(lab().change(KEY, lab().field(), "three"));
        lab().edit(KEY, lab().field(), "by hand");
        assertOnly(undone(done).report(), UndoResult.KEPT, Reason.SAME_FIELD_CHANGED);
        assertThat(lab().truth(KEY)).contains(fields("by hand", "two"));
        assertThat(undone(request(OnConflict.RESTORE, null, done)).report().count(UndoResult.RESTORED))
                .isEqualTo(1);
        assertThat(lab().truth(KEY)).contains(fields("one", "two"));
    }

    @Test
    final void what_was_made_and_edited_since_stays() {
        if (!has(Trait.LIFE_CYCLE)) {
            return;
        }
        var made = done(lab().create(KEY, fields("one", "two")));
        lab().edit(KEY, lab().otherField(), "by hand");
        assertOnly(undone(made).report(), UndoResult.KEPT, Reason.ROW_CHANGED_SINCE_INSERT);
        assertThat(lab().truth(KEY)).contains(fields("one", "by hand"));
        var chosen = undone(request(OnConflict.RESTORE, null, made)).report();
        assertOnly(chosen, UndoResult.RESTORED, null);
        assertThat(chosen.items().getFirst().fields()).noneMatch(field -> field.result() == UndoResult.KEPT);
        assertThat(lab().truth(KEY)).isEmpty();
    }

    @Test
    final void what_was_made_goes_back_to_what_a_person_made_of_it_and_is_not_said_to_be_back() {
        if (!has(Trait.LIFE_CYCLE)) {
            return;
        }
        var made = done(lab().create(KEY, fields("one", "two")));
        lab().edit(KEY, lab().field(), "by hand");
        var changed = done(lab().change(KEY, lab().otherField(), "three"));
        assertOnly(undone(made, changed).report(), UndoResult.KEPT, Reason.ROW_CHANGED_SINCE_INSERT);
        assertThat(lab().truth(KEY)).contains(fields("by hand", "two"));
    }

    @Test
    final void what_was_made_and_changed_and_is_gone_is_as_it_was_before() {
        if (!has(Trait.LIFE_CYCLE)) {
            return;
        }
        var made = done(lab().create(KEY, fields("one", "two")));
        var changed = done(lab().change(KEY, lab().field(), "three"));
        lab().remove(KEY);
        assertOnly(undone(made, changed).report(), UndoResult.ALREADY_BACK, null);
        assertThat(lab().truth(KEY)).isEmpty();
    }

    @Test
    final void what_was_deleted_and_is_there_again_stays() {
        if (!has(Trait.LIFE_CYCLE)) {
            return;
        }
        lab().put(KEY, fields("one", "two"));
        var deleted = done(lab().delete(KEY));
        lab().put(KEY, fields("new", "work"));
        assertOnly(undone(deleted).report(), UndoResult.KEPT, Reason.KEY_TAKEN);
        assertThat(lab().truth(KEY)).contains(fields("new", "work"));
    }

    @Test
    final void what_is_gone_is_said_to_be_gone() {
        lab().put(KEY, fields("one", "two"));
        var done = done(lab().change(KEY, lab().field(), "three"));
        lab().remove(KEY);
        if (has(Trait.INDIRECT)) {
            var undo = lab().connector().undo(request(OnConflict.KEEP, null, done), TestExecution.cleared(action()));
            assertThat(problem(undo).reason()).isEqualTo(Reason.TARGET_UNREACHABLE);
        } else {
            assertOnly(undone(done).report(), UndoResult.GONE, Reason.TARGET_GONE);
        }
        assertThat(lab().truth(KEY)).isEmpty();
    }

    @Test
    final void undoing_twice_finds_it_already_back() {
        lab().put(KEY, fields("one", "two"));
        var done = done(lab().change(KEY, lab().field(), "three"));
        undone(done);
        assertThat(undone(done).report().count(UndoResult.ALREADY_BACK)).isEqualTo(1);
        assertThat(lab().truth(KEY)).contains(fields("one", "two"));
    }

    @Test
    final void an_undo_can_be_undone() {
        lab().put(KEY, fields("one", "two"));
        var done = done(lab().change(KEY, lab().field(), "three"));
        var undone = undone(done);
        undone(undone.done());
        assertThat(lab().truth(KEY)).contains(fields("three", "two"));
    }

    @Test
    final void an_undo_bound_to_a_plan_does_only_what_the_plan_saw() {
        lab().put(KEY, fields("one", "two"));
        var done = done(lab().change(KEY, lab().field(), "three"));
        var plan = lab().connector().planUndo(request(OnConflict.KEEP, null, done));
        lab().edit(KEY, lab().field(), "by hand");
        var performance =
                lab().connector().undo(request(OnConflict.KEEP, plan.digest(), done), TestExecution.cleared(action()));
        assertThat(problem(performance).reason()).isEqualTo(Reason.PLAN_MOVED);
        assertThat(lab().truth(KEY)).contains(fields("by hand", "two"));
    }

    @Test
    final void an_undo_that_is_not_cleared_changes_nothing() {
        lab().put(KEY, fields("one", "two"));
        var done = done(lab().change(KEY, lab().field(), "three"));
        var performance = lab().connector().undo(request(OnConflict.KEEP, null, done), TestExecution.refused(action()));
        assertThat(problem(performance).reason()).isEqualTo(Reason.STOPPED);
        assertThat(lab().truth(KEY)).contains(fields("three", "two"));
    }

    private static Problem problem(UndoPerformance performance) {
        assertThat(performance).isInstanceOf(UndoPerformance.NotApplied.class);
        return ((UndoPerformance.NotApplied) performance).problem();
    }

    @Test
    final void images_that_are_not_those_of_the_receipt_are_not_used() {
        lab().put(KEY, fields("one", "two"));
        var done = done(lab().change(KEY, lab().field(), "three"));
        var request =
                new UndoRequest(List.of(new Selected(done.id(), "0".repeat(64))), OnConflict.KEEP, Map.of(), 10, null);
        try {
            assertOnly(lab().connector().planUndo(request), UndoResult.CANNOT, Reason.BEFORE_STATE_ALTERED);
        } catch (ProblemException e) {
            // As good: none of the selection is planned.
            assertThat(e.problem().reason()).isEqualTo(Reason.BEFORE_STATE_ALTERED);
        }
        lab().connector().undo(request, TestExecution.cleared(action()));
        assertThat(lab().truth(KEY)).contains(fields("three", "two"));
    }

    @Test
    final void another_process_undoes_as_well() {
        lab().put(KEY, fields("one", "two"));
        var done = done(lab().change(KEY, lab().field(), "three"));
        try (var other = lab().reopened()) {
            var performance = other.undo(request(OnConflict.KEEP, null, done), TestExecution.cleared(action()));
            assertThat(performance).isInstanceOf(UndoPerformance.Applied.class);
        }
        assertThat(lab().truth(KEY)).contains(fields("one", "two"));
    }

    /** Behind one door there may be several nodes, and a session comes to whichever is free. */
    @Test
    final void two_processes_take_turns_in_one_session() {
        lab().put(KEY, fields("one", "two"));
        var actions = new ArrayList<Done>();
        try (var other = lab().reopened()) {
            for (int turn = 0; turn < TURNS; turn++) {
                actions.add(done(lab().change(KEY, lab().field(), "here " + turn)));
                var call = lab().change(KEY, lab().field(), "there " + turn);
                var id = action();
                var operation = ((Resolution.Resolved) other.resolve(call)).operation();
                var performance = other.perform(operation, TestExecution.cleared(id));
                assertThat(performance).isInstanceOf(Performance.Committed.class);
                actions.add(new Done(id, ((Performance.Committed) performance).observed()));
            }
        }
        undone(actions.toArray(Done[]::new));
        assertThat(lab().truth(KEY)).contains(fields("one", "two"));
    }
}
