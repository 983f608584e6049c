package dev.astern.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.gate.Stage;
import dev.astern.gateway.ActionAnswer;
import dev.astern.model.ActionState;
import dev.astern.model.Agent;
import dev.astern.model.Approval.State;
import dev.astern.model.Conduct;
import dev.astern.model.Limits;
import dev.astern.model.Session;
import dev.astern.policy.Shipped;
import dev.astern.session.StartSession;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sessions, workflows and targets add to policy, over a real target and a real store. */
class LimitsTest {
    @TempDir
    private static Path data;

    private static GatedShop shop;

    @BeforeAll
    static void open() throws IOException {
        shop = new GatedShop(
                data,
                Shipped.PERMISSIVE.text(),
                "CREATE TABLE item (id serial PRIMARY KEY, name text)",
                "INSERT INTO item (name) SELECT 'i' || n FROM generate_series(1, 500) n");
        shop.add("watched", true);
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void the_last_unit_of_a_quota_runs_and_the_next_is_held_until_a_person_extends_it() {
        var session = limited(new Limits(Map.of("delete", 2L), Map.of(), null, null));
        assertThat(state(session, "DELETE FROM item WHERE id = 1")).isEqualTo(ActionState.APPLIED);
        assertThat(state(session, "DELETE FROM item WHERE id = 2")).isEqualTo(ActionState.APPLIED);
        var third = shop.act(session, "DELETE FROM item WHERE id = 3");
        assertThat(third.state()).isEqualTo(ActionState.HELD);
        var request = shop.asked(third);
        assertThat(request.rule()).isEqualTo("limit");
        assertThat(state(session, "UPDATE item SET name = 'x' WHERE id = 4")).isEqualTo(ActionState.APPLIED);

        shop.astern.sessions().extend(shop.bob, session.id(), new Limits(Map.of("delete", 3L), Map.of(), null, null));
        var extended = shop.astern.sessions().byId(session.id());
        assertThat(state(extended, "DELETE FROM item WHERE id = 5")).isEqualTo(ActionState.APPLIED);
        shop.approve(shop.bob, request);
        assertThat(shop.ended(request).state()).isEqualTo(State.DONE);
        assertThat(shop.astern.sessions().used(session.id())).containsEntry("verb:delete", BigDecimal.valueOf(4));
    }

    @Test
    void what_a_statement_does_without_saying_so_counts() {
        var session = limited(new Limits(Map.of("delete", 0L), Map.of(), null, null));
        var hidden = "WITH gone AS (DELETE FROM item WHERE id = 10 RETURNING name) SELECT * FROM gone";
        assertThat(state(session, hidden)).isEqualTo(ActionState.HELD);
        assertThat(shop.target.rows("SELECT 1 FROM item WHERE id = 10")).hasSize(1);
    }

    @Test
    void rows_are_counted_as_they_were_seen_and_what_failed_gives_back() {
        var session = limited(new Limits(Map.of(), Map.of(), 10L, null));
        assertThat(state(session, "UPDATE item SET name = 'y' WHERE id BETWEEN 20 AND 27"))
                .isEqualTo(ActionState.APPLIED);
        assertThat(state(session, "UPDATE item SET name = 'z' WHERE id BETWEEN 30 AND 32"))
                .isEqualTo(ActionState.HELD);
        assertThat(state(session, "UPDATE item SET id = 41 WHERE id = 40")).isEqualTo(ActionState.FAILED);
        assertThat(state(session, "UPDATE item SET name = 'z' WHERE id IN (30, 31)"))
                .isEqualTo(ActionState.APPLIED);
        assertThat(shop.astern.sessions().used(session.id())).containsEntry("rows", BigDecimal.TEN);
    }

    @Test
    void many_at_once_use_exactly_what_there_is() throws Exception {
        var session = limited(new Limits(Map.of("insert", 30L), Map.of(), null, null));
        var work = new ArrayList<Callable<ActionAnswer>>();
        for (int i = 0; i < 60; i++) {
            work.add(() -> shop.act(session, "INSERT INTO item (name) VALUES ('many')"));
        }
        try (var workers = Executors.newFixedThreadPool(8)) {
            var states = new ArrayList<ActionState>();
            for (var done : workers.invokeAll(work)) {
                states.add(done.get().state());
            }
            assertThat(states.stream().filter(s -> s == ActionState.APPLIED)).hasSize(30);
            assertThat(states.stream().filter(s -> s == ActionState.HELD)).hasSize(30);
        }
        assertThat(shop.target.rows("SELECT 1 FROM item WHERE name = 'many'")).hasSize(30);
    }

    @Test
    void a_rate_is_held_to() {
        var session = limited(new Limits(Map.of(), Map.of(), null, 3L));
        for (int i = 50; i < 53; i++) {
            assertThat(state(session, "UPDATE item SET name = 'r' WHERE id = " + i))
                    .isEqualTo(ActionState.APPLIED);
        }
        assertThat(state(session, "UPDATE item SET name = 'r' WHERE id = 53")).isEqualTo(ActionState.HELD);
        assertThat(state(session, "SELECT 1")).isEqualTo(ActionState.APPLIED);
    }

    @Test
    void a_session_that_fails_fast_is_halted_by_its_first_failure_until_a_person_resumes_it() {
        var session = start(new Conduct(Limits.NONE, true, false, null), null, "shop");
        assertThat(state(session, "UPDATE item SET id = 61 WHERE id = 60")).isEqualTo(ActionState.FAILED);
        assertThatThrownBy(() -> shop.act(session, "SELECT 1"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().reason()).isEqualTo(Reason.SESSION_HALTED));
        shop.astern.sessions().resume(shop.bob, session.id(), "a typing mistake");
        assertThat(state(session, "SELECT 1")).isEqualTo(ActionState.APPLIED);
    }

    @Test
    void in_shadow_nothing_is_executed_and_everything_recorded() {
        shop.astern.stages().put("shadowed", Stage.SHADOW, shop.ann.id());
        var session = start(Conduct.FREE, "shadowed", "shop");
        var answer = shop.act(session, "UPDATE item SET name = 'shadow' WHERE id = 70");
        assertThat(answer.state()).isEqualTo(ActionState.REHEARSED);
        assertThat(answer.counts()).isNotEmpty();
        assertThat(shop.target.rows("SELECT 1 FROM item WHERE name = 'shadow'")).isEmpty();
    }

    @Test
    void a_workflow_that_nobody_gave_a_stage_is_assisted_and_reads_all_the_same() {
        var session = start(Conduct.FREE, "unheard-of", "shop");
        assertThat(state(session, "SELECT count(*) FROM item")).isEqualTo(ActionState.APPLIED);
        assertThat(state(session, "UPDATE item SET name = 'a' WHERE id = 80")).isEqualTo(ActionState.HELD);
    }

    @Test
    void constrained_writes_run_unless_they_destroy() {
        shop.astern.stages().put("constrained", Stage.CONSTRAINED_WRITE, shop.ann.id());
        var session = start(Conduct.FREE, "constrained", "shop");
        assertThat(state(session, "UPDATE item SET name = 'c' WHERE id = 90")).isEqualTo(ActionState.APPLIED);
        assertThat(state(session, "DELETE FROM item WHERE id = 91")).isEqualTo(ActionState.HELD);
    }

    @Test
    void a_target_that_only_observes_says_what_would_be_held_and_lets_it_through() {
        var session = start(Conduct.FREE, "unheard-of", "watched");
        var answer = shop.act(session, "DELETE FROM item WHERE id = 100");
        assertThat(answer.state()).isEqualTo(ActionState.APPLIED);
        assertThat(shop.astern.actions().receipts(answer.actionId()))
                .allMatch(receipt -> receipt.leaf().contains("\"would\":\"would_hold\""));
    }

    private static Session limited(Limits limits) {
        return start(new Conduct(limits, false, false, null), null, "shop");
    }

    private static Session start(Conduct conduct, @org.jspecify.annotations.Nullable String workflow, String target) {
        return shop.astern
                .sessions()
                .start(
                        shop.ann,
                        new StartSession(new Agent("bot", "7"), "production", List.of(target), null, workflow, conduct))
                .session();
    }

    private static ActionState state(Session session, String sql) {
        return shop.act(session, sql).state();
    }
}
