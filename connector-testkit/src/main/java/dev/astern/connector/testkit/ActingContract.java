package dev.astern.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Call;
import dev.astern.connector.Effect;
import dev.astern.connector.Observed;
import dev.astern.connector.Operation;
import dev.astern.connector.Performance;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Settlement;
import dev.astern.connector.Tier;
import dev.astern.connector.testkit.Laboratory.Trait;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds while an agent acts. */
public abstract class ActingContract {
    protected static final String KEY = "alpha";
    /** Of all tests, so that a target may outlive one. */
    private static final AtomicInteger ACTIONS = new AtomicInteger();

    private @Nullable Laboratory lab;

    /** A fresh target with a connector. */
    protected abstract Laboratory open();

    @BeforeEach
    final void start() {
        lab = open();
    }

    @AfterEach
    final void stop() {
        lab().close();
    }

    protected final Laboratory lab() {
        return Objects.requireNonNull(lab, "no laboratory is open");
    }

    protected final boolean has(Trait trait) {
        return lab().traits().contains(trait);
    }

    protected final String action() {
        return "act_" + ACTIONS.incrementAndGet();
    }

    protected final Map<String, String> fields(String field, String other) {
        return Map.of(lab().field(), field, lab().otherField(), other);
    }

    protected final Operation understood(Call call) {
        var resolution = lab().connector().resolve(call);
        assertThat(resolution).isInstanceOf(Resolution.Resolved.class);
        return ((Resolution.Resolved) resolution).operation();
    }

    protected final Performance perform(Call call, TestExecution execution) {
        return lab().connector().perform(understood(call), execution);
    }

    /** Performs what has to work. */
    protected final Done done(Call call) {
        var id = action();
        var performance = perform(call, TestExecution.cleared(id));
        assertThat(performance).isInstanceOf(Performance.Committed.class);
        return new Done(id, ((Performance.Committed) performance).observed());
    }

    /** An action that took effect. */
    protected record Done(String id, Observed observed) {}

    @Test
    final void a_call_that_makes_no_sense_is_refused_with_a_reason() {
        var resolution = lab().connector().resolve(lab().nonsense());
        assertThat(resolution).isInstanceOf(Resolution.Refused.class);
        var problem = ((Resolution.Refused) resolution).problem();
        assertThat(problem.detail()).isNotBlank();
        assertThat(problem.reason()).isNotEqualTo(Reason.INTERNAL);
    }

    @Test
    final void a_tool_that_nobody_has_is_refused() {
        assertThat(lab().connector().resolve(new Call("no_such_tool", Map.of())))
                .isInstanceOf(Resolution.Refused.class);
    }

    @Test
    final void a_read_is_a_read_and_changes_nothing() {
        lab().put(KEY, fields("one", "two"));
        var operation = understood(lab().read(KEY));
        assertThat(operation.tier()).isEqualTo(Tier.READ);
        var performance = lab().connector().perform(operation, TestExecution.cleared(action()));
        assertThat(performance).isInstanceOf(Performance.Committed.class);
        var committed = (Performance.Committed) performance;
        assertThat(committed.observed().total()).isZero();
        assertThat(committed.output().results().toString()).contains("one");
        assertThat(lab().truth(KEY)).contains(fields("one", "two"));
    }

    @Test
    final void a_change_is_captured_and_seen_as_it_is() {
        lab().put(KEY, fields("one", "two"));
        var operation = understood(lab().change(KEY, lab().field(), "three"));
        assertThat(operation.tier()).isGreaterThanOrEqualTo(Tier.WRITE);
        assertThat(operation.reversibility()).isLessThan(Reversibility.IRREVERSIBLE);
        assertThat(operation.summary()).isNotBlank();
        var done = done(lab().change(KEY, lab().field(), "three"));
        assertThat(lab().truth(KEY)).contains(fields("three", "two"));
        assertThat(done.observed().total()).isEqualTo(1);
        assertThat(done.observed().digest()).isNotEmpty();
        var effects = lab().connector().effects(done.id(), null, 10).effects();
        assertThat(effects).hasSize(1);
        assertThat(effects.getFirst().kind()).isEqualTo(Effect.Kind.UPDATE);
        assertThat(String.valueOf(effects.getFirst().before())).contains("one");
        assertThat(String.valueOf(effects.getFirst().after())).contains("three");
    }

    @Test
    final void creating_and_deleting_are_seen_as_what_they_are() {
        if (!has(Trait.LIFE_CYCLE)) {
            return;
        }
        var made = done(lab().create(KEY, fields("one", "two")));
        assertThat(lab().truth(KEY)).contains(fields("one", "two"));
        assertThat(kinds(made)).containsExactly(Effect.Kind.INSERT);
        var deleted = done(lab().delete(KEY));
        assertThat(lab().truth(KEY)).isEmpty();
        assertThat(deleted.observed().tier()).isEqualTo(Tier.DESTRUCTIVE);
        assertThat(kinds(deleted)).containsExactly(Effect.Kind.DELETE);
    }

    private List<Effect.Kind> kinds(Done done) {
        return lab().connector().effects(done.id(), null, 10).effects().stream()
                .map(Effect::kind)
                .toList();
    }

    @Test
    final void a_rehearsal_says_what_would_happen_and_changes_nothing() {
        lab().put(KEY, fields("one", "two"));
        var execution = TestExecution.cleared(action());
        var performance = lab().connector().rehearse(understood(lab().change(KEY, lab().field(), "three")), execution);
        assertThat(performance).isInstanceOf(Performance.RolledBack.class);
        var observed = ((Performance.RolledBack) performance).observed();
        assertThat(observed.beforeDigest()).isNotEmpty();
        if (has(Trait.INDIRECT)) {
            assertThat(observed.notes()).as("that it can't be foreseen").isNotEmpty();
        } else {
            assertThat(observed.total()).isEqualTo(1);
            assertThat(observed.sample().toString()).contains("three");
        }
        assertThat(lab().truth(KEY)).contains(fields("one", "two"));
    }

    @Test
    final void what_is_approved_is_bound_to_the_state_it_was_shown_with() {
        lab().put(KEY, fields("one", "two"));
        var call = lab().change(KEY, lab().field(), "three");
        var first = TestExecution.cleared(action());
        lab().connector().rehearse(understood(call), first);
        lab().edit(KEY, lab().field(), "moved");
        var second = TestExecution.cleared(action());
        lab().connector().rehearse(understood(call), second);
        assertThat(asked(first).beforeDigest()).isNotEqualTo(asked(second).beforeDigest());
    }

    protected static Observed asked(TestExecution execution) {
        var observed = execution.asked();
        assertThat(observed).as("clearance was asked for").isNotNull();
        return Objects.requireNonNull(observed);
    }

    @Test
    final void what_is_not_cleared_does_not_happen() {
        lab().put(KEY, fields("one", "two"));
        var id = action();
        var performance = perform(lab().change(KEY, lab().field(), "three"), TestExecution.refused(id));
        assertThat(performance).isNotInstanceOfAny(Performance.Committed.class, Performance.InDoubt.class);
        assertThat(lab().truth(KEY)).contains(fields("one", "two"));
        assertThat(lab().connector().settle(id)).isInstanceOf(Settlement.NeverApplied.class);
    }

    @Test
    final void what_was_held_may_be_done_later_under_the_same_id() {
        lab().put(KEY, fields("one", "two"));
        var id = action();
        var call = lab().change(KEY, lab().field(), "three");
        perform(call, TestExecution.refused(id));
        assertThat(lab().truth(KEY)).contains(fields("one", "two"));
        assertThat(perform(call, TestExecution.cleared(id))).isInstanceOf(Performance.Committed.class);
        assertThat(lab().truth(KEY)).contains(fields("three", "two"));
    }

    @Test
    final void what_is_cleared_too_late_does_not_happen() {
        lab().put(KEY, fields("one", "two"));
        var performance = perform(lab().change(KEY, lab().field(), "three"), TestExecution.late(action()));
        assertThat(performance).isInstanceOfAny(Performance.Failed.class, Performance.RolledBack.class);
        assertThat(lab().truth(KEY)).contains(fields("one", "two"));
    }

    @Test
    final void an_action_that_was_settled_as_never_applied_never_applies() {
        lab().put(KEY, fields("one", "two"));
        var id = action();
        assertThat(lab().connector().settle(id)).isInstanceOf(Settlement.NeverApplied.class);
        var performance = perform(lab().change(KEY, lab().field(), "three"), TestExecution.cleared(id));
        assertThat(performance).isNotInstanceOf(Performance.Committed.class);
        assertThat(lab().truth(KEY)).contains(fields("one", "two"));
    }

    @Test
    final void what_took_effect_is_settled_so_by_whoever_asks() {
        lab().put(KEY, fields("one", "two"));
        var done = done(lab().change(KEY, lab().field(), "three"));
        try (var other = lab().reopened()) {
            var settlement = other.settle(done.id());
            assertThat(settlement).isInstanceOf(Settlement.Applied.class);
            assertThat(((Settlement.Applied) settlement).observed().digest())
                    .isEqualTo(done.observed().digest());
        }
    }
}
