package dev.astern.undo;

import static dev.astern.testing.Until.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.config.StopSettings;
import dev.astern.connector.Clearance;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.Conduct;
import dev.astern.model.Undo;
import dev.astern.model.UndoSelection;
import dev.astern.policy.Shipped;
import dev.astern.testing.ScriptedTarget.Lost;
import dev.astern.testing.TestSite;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An undo whose answers are lost, at a target that can tell later what became of it. */
class RepeatedUndoTest {
    @TempDir
    private Path data;

    @Test
    void what_the_second_attempt_did_counts_though_its_answer_was_lost() {
        try (var site = new TestSite(data, Shipped.PERMISSIVE.policy(), Clock.systemUTC(), UnaryOperator.identity())) {
            var action = site.act(site.session(Conduct.FREE), Map.of()).actionId();
            site.target.lose(Lost.BEFORE_ITS_EFFECT, Lost.AFTER_ITS_EFFECT);
            var id = undo(site, action);
            until(() -> step(site, id).state() == Undo.State.UNCONFIRMED);
            var first = step(site, id).actionId();
            site.target.tell();

            until(() ->
                    !step(site, id).actionId().equals(first) && step(site, id).state() == Undo.State.UNCONFIRMED);
            assertThat(site.target.undone()).containsExactly(action);
            site.target.tell();

            until(() -> site.astern.undos().byId(id).finishedAt() != null);
            assertThat(step(site, id).state()).isEqualTo(Undo.State.APPLIED);
            assertThat(site.target.undone()).as("taken back once").containsExactly(action);
        }
    }

    @Test
    void the_first_attempt_of_an_undo_that_was_cut_off_does_not_run_for_ever() {
        try (var site = new TestSite(data, Shipped.PERMISSIVE.policy(), Clock.systemUTC(), UnaryOperator.identity())) {
            var action = site.act(site.session(Conduct.FREE), Map.of()).actionId();
            site.target.forget();
            var died = new AtomicReference<String>();
            site.steps = step -> {
                if (step.equals("undo-performed") && died.compareAndSet(null, step)) {
                    throw new IllegalStateException("cut off");
                }
            };
            var id = undo(site, action);

            until(() -> site.astern.undos().byId(id).finishedAt() != null);
            until(() -> states(site, id).equals(Set.of(ActionState.UNCONFIRMED, ActionState.APPLIED)));
            assertThat(site.stores()
                            .actions()
                            .byId(step(site, id).actionId())
                            .orElseThrow()
                            .state())
                    .isEqualTo(ActionState.APPLIED);
        }
    }

    @Test
    void an_undo_may_take_effect_only_as_long_as_its_node_surely_knows_the_stops() {
        try (var site = new TestSite(data, Shipped.PERMISSIVE.policy(), Clock.systemUTC(), UnaryOperator.identity())) {
            var action = site.act(site.session(Conduct.FREE), Map.of()).actionId();
            var id = undo(site, action);
            until(() -> site.astern.undos().byId(id).finishedAt() != null);

            assertThat(site.target.undoCleared())
                    .isInstanceOfSatisfying(
                            Clearance.Commit.class,
                            cleared -> assertThat(cleared.notAfterNanos().orElse(Long.MAX_VALUE) - System.nanoTime())
                                    .isLessThan(StopSettings.in(data).lease().toNanos()));
        }
    }

    private static Set<ActionState> states(TestSite site, String undo) {
        return site.stores().actions().page(undo, null, 10).items().stream()
                .map(Action::state)
                .collect(Collectors.toSet());
    }

    private static String undo(TestSite site, String action) {
        return site.astern
                .undos()
                .start(site.ann, UndoOrder.of(new UndoSelection.Actions(List.of(action))))
                .id();
    }

    private static Undo.Step step(TestSite site, String undo) {
        return site.astern.undos().byId(undo).steps().getFirst();
    }
}
