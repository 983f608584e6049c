package dev.astern.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Clearance;
import dev.astern.connector.Performance;
import dev.astern.connector.Settlement;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.connector.UndoResult;
import dev.astern.connector.testkit.Laboratory.Fault;
import dev.astern.connector.testkit.Laboratory.Trait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The whole contract: acting, taking back, and a target that does not do what it says. */
public abstract class ConnectorContract extends UndoContract {
    private static final int AT_ONCE = 8;

    @TestFactory
    final Stream<DynamicTest> whatever_the_target_does_wrong_nothing_false_is_said() {
        return Stream.of(Fault.values())
                .filter(fault -> lab().faults().contains(fault))
                .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> faulty(fault)));
    }

    private void faulty(Fault fault) {
        var key = fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
        lab().put(key, fields("one", "two"));
        lab().next(fault);
        var id = action();
        var execution = new TestExecution(id, Duration.ofSeconds(2), observed -> new Clearance.Commit());
        var performance = perform(lab().change(key, lab().field(), "three"), execution);
        var truth = lab().truth(key);
        switch (performance) {
            case Performance.Committed committed ->
                assertThat(truth)
                        .contains(
                                has(Trait.INDIRECT) && committed.observed().total() == 0
                                        ? fields("one", "two")
                                        : fields("three", "two"));
            case Performance.Failed failed -> assertThat(truth).contains(fields("one", "two"));
            case Performance.RolledBack taken -> assertThat(truth).contains(fields("one", "two"));
            case Performance.Elsewhere elsewhere -> throw new AssertionError("it was to be done here: " + elsewhere);
            case Performance.InDoubt doubt -> {
                assertThat(fault).isIn(Fault.LOSE_ANSWER, Fault.HANG);
                settled(id, fields("three", "two").equals(truth.orElseThrow()));
            }
        }
    }

    /** Whoever asks later hears the truth, or that nobody knows. */
    private void settled(String id, boolean done) {
        try (var other = lab().reopened()) {
            switch (other.settle(id)) {
                case Settlement.Applied applied -> assertThat(done).isTrue();
                case Settlement.NeverApplied never -> assertThat(done).isFalse();
                case Settlement.Unknown unknown ->
                    assertThat(unknown.problem().detail()).isNotBlank();
            }
        }
    }

    @TestFactory
    final Stream<DynamicTest> whatever_goes_wrong_while_undoing_nothing_is_said_to_be_back_that_is_not() {
        return Stream.of(Fault.values())
                .filter(fault -> lab().faults().contains(fault))
                .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> faultyUndo(fault)));
    }

    private void faultyUndo(Fault fault) {
        var key = "undo-" + fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
        lab().put(key, fields("one", "two"));
        var done = done(lab().change(key, lab().field(), "three"));
        lab().next(fault);
        var execution = new TestExecution(action(), Duration.ofSeconds(2), observed -> new Clearance.Commit());
        var performance = lab().connector().undo(request(OnConflict.KEEP, null, done), execution);
        var back = lab().truth(key).equals(Optional.of(fields("one", "two")));
        if (performance instanceof UndoPerformance.Applied(var report, var observed)) {
            var said = report.count(UndoResult.RESTORED) + report.count(UndoResult.ALREADY_BACK);
            assertThat(said == 1 && !back)
                    .as("said to be back and is not: " + report)
                    .isFalse();
            // What it did is its own, so that it can be taken back itself.
            assertThat(back && observed.total() == 0 && report.count(UndoResult.FAILED) == 0)
                    .as("it is back, and the undo says that it did nothing: " + report)
                    .isFalse();
        }
        // Whatever became of it, asking again brings it to its end.
        var again = lab().connector().undo(request(OnConflict.KEEP, null, done), TestExecution.cleared(action()));
        assertThat(again).isInstanceOf(UndoPerformance.Applied.class);
        assertThat(lab().truth(key)).contains(fields("one", "two"));
    }

    @Test
    final void several_at_once_on_one_resource_are_each_taken_back_to_what_was_there() throws Exception {
        lab().put(KEY, fields("start", "two"));
        var calls = new ArrayList<Callable<List<Done>>>();
        for (int i = 0; i < AT_ONCE; i++) {
            var value = "value " + i;
            calls.add(() -> attempt(value));
        }
        var done = new ArrayList<Done>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var future : threads.invokeAll(calls)) {
                done.addAll(future.get());
            }
        }
        assertThat(done).isNotEmpty();
        undone(done.toArray(Done[]::new));
        assertThat(lab().truth(KEY)).contains(fields("start", "two"));
    }

    /** Some targets let only one of several through, which is as good. */
    private List<Done> attempt(String value) {
        var id = action();
        return perform(lab().change(KEY, lab().field(), value), TestExecution.cleared(id))
                        instanceof Performance.Committed committed
                ? List.of(new Done(id, committed.observed()))
                : List.of();
    }

    @Test
    final void a_person_who_edits_while_it_is_undone_loses_nothing() throws Exception {
        if (!has(Trait.CONDITIONAL)) {
            return;
        }
        lab().put(KEY, fields("one", "two"));
        var done = done(lab().change(KEY, lab().field(), "three"));
        var edit = new FutureTask<@Nullable Void>(() -> lab().edit(KEY, lab().field(), "by hand"), null);
        var id = action();
        var undo = lab().connector().undo(request(OnConflict.KEEP, null, done), meanwhile(id, edit));
        edit.get(20, TimeUnit.SECONDS);
        assertThat(lab().truth(KEY).orElseThrow()).containsEntry(lab().field(), "by hand");
        if (undo instanceof UndoPerformance.Applied(var report, var observed)) {
            // Whoever looks later sees no more than what it did.
            assertThat(lab().connector().effects(id, null, 10).effects()).hasSize((int) observed.total());
        }
    }

    @Test
    final void a_person_who_edits_while_an_agent_acts_loses_nothing() throws Exception {
        if (!has(Trait.CONDITIONAL)) {
            return;
        }
        lab().put(KEY, fields("one", "two"));
        var edit = new FutureTask<@Nullable Void>(() -> lab().edit(KEY, lab().field(), "by hand"), null);
        perform(lab().change(KEY, lab().field(), "three"), meanwhile(action(), edit));
        edit.get(20, TimeUnit.SECONDS);
        assertThat(lab().truth(KEY).orElseThrow()).containsEntry(lab().field(), "by hand");
    }

    @Test
    final void what_a_person_removes_while_an_agent_writes_over_it_stays_removed() throws Exception {
        if (!has(Trait.CONDITIONAL) || !has(Trait.LIFE_CYCLE)) {
            return;
        }
        lab().put(KEY, fields("one", "two"));
        var edit = new FutureTask<@Nullable Void>(() -> lab().remove(KEY), null);
        perform(lab().create(KEY, fields("three", "four")), meanwhile(action(), edit));
        // Where it was refused before anybody was asked.
        edit.run();
        edit.get(20, TimeUnit.SECONDS);
        assertThat(lab().truth(KEY)).isEmpty();
    }

    @Test
    final void what_an_undo_overwrites_by_choice_can_be_had_back() throws Exception {
        if (!has(Trait.CONDITIONAL)) {
            return;
        }
        lab().put(KEY, fields("one", "two"));
        var done = done(lab().change(KEY, lab().field(), "three"));
        var edit = new FutureTask<@Nullable Void>(() -> lab().edit(KEY, lab().field(), "by hand"), null);
        var id = action();
        var undo = lab().connector().undo(request(OnConflict.RESTORE, null, done), meanwhile(id, edit));
        edit.get(20, TimeUnit.SECONDS);
        var now = lab().truth(KEY).orElseThrow().get(lab().field());
        if (!"by hand".equals(now) && undo instanceof UndoPerformance.Applied(var report, var observed)) {
            undone(new Done(id, observed));
        }
        assertThat(lab().truth(KEY).orElseThrow()).containsEntry(lab().field(), "by hand");
    }

    @Test
    final void what_a_person_wrote_while_it_was_undone_is_not_taken_for_the_undo_s_work() throws Exception {
        if (!has(Trait.CONDITIONAL)) {
            return;
        }
        lab().put(KEY, fields("one", "two"));
        var done = done(lab().change(KEY, lab().field(), "three"));
        var edit = new FutureTask<@Nullable Void>(() -> lab().edit(KEY, lab().otherField(), "by hand"), null);
        var id = action();
        var undo = lab().connector().undo(request(OnConflict.KEEP, null, done), meanwhile(id, edit));
        edit.get(20, TimeUnit.SECONDS);
        if (undo instanceof UndoPerformance.Applied(var report, var observed)
                && report.count(UndoResult.RESTORED) == 1) {
            assertThat(lab().truth(KEY)).contains(fields("one", "by hand"));
            assertThat(undone(new Done(id, observed)).report().count(UndoResult.CANNOT))
                    .isZero();
            var expected = has(Trait.BY_FIELD) ? fields("three", "by hand") : fields("one", "by hand");
            assertThat(lab().truth(KEY)).contains(expected);
        } else {
            assertThat(lab().truth(KEY)).contains(fields("three", "by hand"));
        }
    }

    /**
     * Somebody edits in the very moment between the undo's look and its write. A target that holds the resource for the
     * undo lets the edit in afterwards, which is as good.
     */
    private static TestExecution meanwhile(String actionId, FutureTask<?> edit) {
        return new TestExecution(actionId, Duration.ofSeconds(20), observed -> {
            Thread.ofVirtual().start(edit);
            return committed(edit);
        });
    }

    private static Clearance committed(FutureTask<?> edit) {
        try {
            edit.get(200, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Clearance.Commit();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
        return new Clearance.Commit();
    }
}
