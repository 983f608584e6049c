package dev.astern.undo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.config.GatewaySettings;
import dev.astern.config.SessionSettings;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.evidence.Recorder;
import dev.astern.gateway.GatewayParts;
import dev.astern.gateway.Outcomes;
import dev.astern.gateway.Running;
import dev.astern.gateway.StepObserver;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.Ids;
import dev.astern.model.Operator;
import dev.astern.model.Undo;
import dev.astern.model.UndoSelection;
import dev.astern.session.Sessions;
import dev.astern.stop.StopCheck;
import dev.astern.storage.ActionStore;
import dev.astern.storage.Journal;
import dev.astern.storage.SessionStore;
import dev.astern.storage.TargetStore;
import dev.astern.storage.UndoStore;
import dev.astern.target.Connectors;
import dev.astern.target.Targets;
import dev.astern.testing.MemoryKeepingStore;
import dev.astern.testing.MemoryObservedStore;
import dev.astern.testing.OpenGate;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class UndosTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Operator OPERATOR = new Operator("op_1", "ann", Set.of(), Instant.EPOCH, null);

    private final List<Runnable> started = new ArrayList<>();
    private final Undos undos = undos();
    private final List<String> calls = new ArrayList<>();
    private boolean taken;
    private Action found = applied(Reversibility.REVERSIBLE_WITH_STATE, "digest");

    /** Housekeeping may look at the store in the very moment between a run's being there and its start. */
    @Test
    void a_run_is_claimed_before_anybody_can_see_it() {
        var undo = undos.start(OPERATOR, order());
        assertThat(calls).as("a resume meanwhile leaves it alone").containsExactly("add", "unfinished");
        assertThat(started).hasSize(1);
        assertThat(undo.steps()).hasSize(1);
    }

    @Test
    void a_run_that_did_not_come_to_be_is_let_go() {
        taken = true;
        assertThatThrownBy(() -> undos.start(OPERATOR, order()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().reason().code()).isEqualTo("undo_in_progress"));
        calls.clear();
        undos.resume();
        assertThat(calls).containsExactly("unfinished", "byId");
    }

    @Test
    void what_nobody_captured_is_not_said_to_have_changed_nothing() {
        found = applied(Reversibility.IRREVERSIBLE, "");
        assertThat(undos.plan(order()).skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.reason()).isEqualTo(Reason.NO_BEFORE_STATE);
            assertThat(skipped.detail()).contains("nothing of what it did was captured");
        });
    }

    private static UndoOrder order() {
        return UndoOrder.of(new UndoSelection.Actions(List.of("act_1")));
    }

    private Undos undos() {
        var settings = GatewaySettings.defaults("here");
        var journal = only(Journal.class, call -> Optional.empty());
        var actions = only(ActionStore.class, call -> List.of(found));
        var sessionStore = only(SessionStore.class, call -> Optional.empty());
        var targetStore = only(TargetStore.class, call -> Optional.empty());
        var ids = only(Ids.class, call -> call.arguments().getFirst() + "_1");
        var recorder = new Recorder(journal, settings);
        StepObserver steps = only(StepObserver.class, call -> Optional.empty());
        var parts = new GatewayParts(
                recorder,
                (intent, tier, reversibility) -> Optional.empty(),
                new Outcomes(recorder, steps, CLOCK),
                new Running(),
                new Sessions(
                        sessionStore,
                        new OpenGate.NoUses(),
                        targetStore,
                        recorder,
                        ids,
                        CLOCK,
                        SessionSettings.defaults()),
                only(StopCheck.class, call -> Optional.empty()),
                OpenGate.at(CLOCK),
                OpenGate.quotas(CLOCK),
                new MemoryObservedStore(),
                CLOCK,
                steps,
                (id, failure) -> {},
                settings);
        var targets = new Targets(targetStore, new Connectors(List.of(), new MemoryKeepingStore()), CLOCK);
        return new Undos(parts, store(), actions, sessionStore, targets, ids, started::add);
    }

    private UndoStore store() {
        var added = new ArrayList<Undo>();
        return only(UndoStore.class, call -> {
            calls.add(call.name());
            return switch (call.name()) {
                case "add" -> {
                    added.add((Undo) call.arguments().getFirst());
                    if (!taken) {
                        resume();
                    }
                    yield !taken;
                }
                case "unfinished" -> List.copyOf(added);
                default -> Optional.empty();
            };
        });
    }

    private void resume() {
        undos.resume();
    }

    private static Action applied(Reversibility reversibility, String digest) {
        return new Action(
                "act_1",
                "ses_1",
                "shop",
                "run_sql",
                "UPDATE",
                "",
                Tier.WRITE,
                reversibility,
                false,
                null,
                "",
                "here",
                Instant.EPOCH,
                ActionState.APPLIED,
                new Action.Outcome(Instant.EPOCH, List.of(), digest, List.of(), null, null, "{}"));
    }

    private record Called(String name, List<Object> arguments) {}

    /** All of an interface that a test needs is the answer to its calls. */
    private static <T> T only(Class<T> type, Function<Called, Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.apply(
                        new Called(method.getName(), arguments == null ? List.of() : List.of(arguments)))));
    }
}
