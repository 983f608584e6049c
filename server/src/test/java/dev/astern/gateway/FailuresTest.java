package dev.astern.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.approval.Ballot;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.Approval;
import dev.astern.model.Conduct;
import dev.astern.model.Limits;
import dev.astern.model.Session;
import dev.astern.model.Undo;
import dev.astern.policy.Policy;
import dev.astern.policy.PolicyReading;
import dev.astern.testing.TestSite;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a failure leads to, at a target that can fail in part. */
class FailuresTest {
    private static final Policy POLICY = ((PolicyReading.Read) Policy.read("""
            policy: 1
            name: risky-is-held
            rules:
              - {id: risky, match: {verb: risky}, decide: hold}
              - {id: many, when: "preview.known && preview.rows > 10", decide: block, reason: Too many.}
              - {id: rest, decide: allow}
            """)).policy();

    private static final Conduct UNDOES = new Conduct(Limits.NONE, false, true, null);
    private static final Conduct FAILS_FAST = new Conduct(Limits.NONE, true, false, null);

    @TempDir
    private static Path data;

    private static TestSite site;

    @BeforeAll
    static void open() {
        site = new TestSite(data, POLICY, Clock.systemUTC(), UnaryOperator.identity());
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void what_failed_in_part_is_undone_by_itself_where_that_is_trivial() {
        var session = site.session(UNDOES);
        var answer = act(session, Reversibility.TRIVIALLY_REVERSIBLE, 3);
        assertThat(answer.state()).isEqualTo(ActionState.APPLIED);
        assertThat(answer.output().exitCode()).isEqualTo(3);
        until(() -> site.target.undone().contains(answer.actionId()));
        var undo = site.astern.undos().page(null, 100).items().stream()
                .filter(u -> u.steps().stream().anyMatch(s -> s.actions().contains(answer.actionId())))
                .findFirst()
                .orElseThrow();
        until(() -> site.astern.undos().byId(undo.id()).finishedAt() != null);
        assertThat(site.astern.undos().byId(undo.id()).steps())
                .extracting(Undo.Step::state)
                .containsExactly(Undo.State.APPLIED);
        assertThat(act(session, Reversibility.TRIVIALLY_REVERSIBLE, 0).state()).isEqualTo(ActionState.APPLIED);
    }

    @Test
    void nothing_else_is_undone_by_itself() {
        var asked = site.session(UNDOES);
        var answers = List.of(
                act(asked, Reversibility.REVERSIBLE_WITH_STATE, 1),
                act(asked, Reversibility.TRIVIALLY_REVERSIBLE, 0),
                act(asked, Reversibility.TRIVIALLY_REVERSIBLE, -1),
                act(site.session(Conduct.FREE), Reversibility.TRIVIALLY_REVERSIBLE, 1));
        // An undo is in the store before the action is answered.
        assertThat(site.astern.undos().page(null, 100).items())
                .flatMap(Undo::steps)
                .flatMap(Undo.Step::actions)
                .doesNotContainAnyElementsOf(
                        answers.stream().map(ActionAnswer::actionId).toList());
    }

    @Test
    void each_kind_of_failure_halts_a_session_that_fails_fast() {
        var whole = site.session(FAILS_FAST);
        assertThat(act(whole, Reversibility.TRIVIALLY_REVERSIBLE, -1).state()).isEqualTo(ActionState.FAILED);
        halted(whole, "statement_failed");
        var part = site.session(FAILS_FAST);
        assertThat(act(part, Reversibility.TRIVIALLY_REVERSIBLE, 2).state()).isEqualTo(ActionState.APPLIED);
        halted(part, "exit_code_2");
        var broken = site.session(FAILS_FAST);
        site.target.script(operation -> {
            throw new IllegalStateException("on purpose");
        });
        try {
            assertThat(act(broken, Reversibility.TRIVIALLY_REVERSIBLE, 0).state())
                    .isEqualTo(ActionState.FAILED);
        } finally {
            site.target.script(operation -> {});
        }
        halted(broken, "internal");
        var free = site.session(Conduct.FREE);
        assertThat(act(free, Reversibility.TRIVIALLY_REVERSIBLE, -1).state()).isEqualTo(ActionState.FAILED);
        assertThat(act(free, Reversibility.TRIVIALLY_REVERSIBLE, 0).state()).isEqualTo(ActionState.APPLIED);
    }

    @Test
    void what_people_agreed_to_halts_it_as_well_when_it_fails() {
        var session = site.session(FAILS_FAST);
        var held = site.act(session, Map.of("verb", "risky", "exit", -1));
        assertThat(held.state()).isEqualTo(ActionState.HELD);
        approve(held.actionId());
        halted(session, "statement_failed");
    }

    private static void approve(String action) {
        var request = site.astern.approvals().byAction(action).orElseThrow();
        site.astern
                .approvals()
                .decide(
                        site.bob,
                        List.of(request.id()),
                        new Ballot(Approval.Choice.APPROVE, 0, "fine", Set.of(), null));
        until(() -> !site.astern.approvals().byId(request.id()).state().open());
    }

    @Test
    void what_does_more_than_was_let_through_is_told_and_halts_a_session_that_fails_fast() {
        var fast = site.session(FAILS_FAST);
        assertExceeded(site.act(fast, Map.of("really", 11)), "Too many.");
        halted(fast, "exceeded");
        var free = site.session(Conduct.FREE);
        assertExceeded(site.act(free, Map.of("really", 11)), "Too many.");
        var more = site.act(free, Map.of("really", 10));
        assertThat(more.state()).isEqualTo(ActionState.APPLIED);
        assertThat(more.problem())
                .as("more than was foreseen, but it would have been let through")
                .isNull();
    }

    @Test
    void what_does_more_than_the_session_may_is_told_and_counted_in_full() {
        var limited = site.session(new Conduct(new Limits(Map.of(), Map.of(), 5L, null), true, false, null));
        assertExceeded(site.act(limited, Map.of("really", 6)), "rows");
        halted(limited, "exceeded");
        assertThat(site.astern.sessions().used(limited.id()).get("rows")).isEqualByComparingTo("6");
    }

    @Test
    void what_does_more_than_was_shown_to_those_who_agreed_is_told() {
        var session = site.session(FAILS_FAST);
        var held = site.act(session, Map.of("verb", "risky", "really", 2));
        approve(held.actionId());
        var action = site.astern.actions().byId(held.actionId());
        assertThat(action.state()).isEqualTo(ActionState.APPLIED);
        assertThat(reason(held.actionId())).contains("exceeded");
        halted(session, "exceeded");
    }

    private static Optional<String> reason(String action) {
        return Optional.ofNullable(site.astern.actions().byId(action).outcome()).map(Action.Outcome::reason);
    }

    private static void assertExceeded(ActionAnswer answer, String why) {
        assertThat(answer.state()).isEqualTo(ActionState.APPLIED);
        assertThat(answer.problem()).isNotNull();
        assertThat(answer.problem().reason()).isEqualTo(Reason.EXCEEDED);
        assertThat(answer.problem().detail()).contains(why);
        assertThat(reason(answer.actionId())).contains("exceeded");
        var receipt = site.astern.actions().receipts(answer.actionId()).getLast();
        assertThat(receipt.leaf()).contains("exceeded");
    }

    private static ActionAnswer act(Session session, Reversibility reversibility, int exit) {
        return site.act(session, Map.of("reversibility", reversibility.name(), "exit", exit));
    }

    private static void halted(Session session, String why) {
        assertThatThrownBy(() -> act(session, Reversibility.TRIVIALLY_REVERSIBLE, 0))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().reason()).isEqualTo(Reason.SESSION_HALTED);
                    assertThat(e.problem().detail()).endsWith(why);
                });
    }

    private static void until(java.util.function.BooleanSupplier holds) {
        var deadline = System.nanoTime() + 30_000_000_000L;
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not come true in 30 seconds");
            }
            Thread.onSpinWait();
        }
    }
}
