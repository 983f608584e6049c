package dev.astern.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.gateway.ActionAnswer;
import dev.astern.model.ActionState;
import dev.astern.model.Approval;
import dev.astern.model.Approval.State;
import dev.astern.model.ReceiptType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Held actions over a real target and a real store, under the policy that is shipped. */
class ApprovalsTest {
    @TempDir
    private static Path data;

    private static GatedShop shop;

    @BeforeAll
    static void open() throws IOException {
        shop = new GatedShop(
                data,
                "",
                "CREATE TABLE customer (id serial PRIMARY KEY, name text, at timestamptz DEFAULT clock_timestamp())",
                "INSERT INTO customer (name) SELECT 'c' || n FROM generate_series(1, 500) n");
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @AfterEach
    void nothing_failed_behind_the_scenes() {
        assertThat(shop.failures).isEmpty();
    }

    @Test
    void a_small_write_runs_free() {
        var answer = act("UPDATE customer SET name = 'x' WHERE id = 1");
        assertThat(answer.problem()).isNull();
        assertThat(answer.state()).isEqualTo(ActionState.APPLIED);
    }

    @Test
    void a_delete_is_held_shown_approved_and_runs_once() {
        var answer = held("DELETE FROM customer WHERE id = 10");
        assertThat(name(10)).isEqualTo("c10");
        var request = shop.asked(answer);
        assertThat(request.rule()).isEqualTo("destructive");
        var shown = shop.astern.approvals().shown(shop.bob, request.id());
        assertThat(shown).contains("\"name\":\"c10\"", "DELETE FROM customer WHERE id = 10");

        assertThat(shop.approve(shop.bob, request).state()).isEqualTo(State.APPROVED);
        assertThat(shop.ended(request).state()).isEqualTo(State.DONE);
        assertThat(name(10)).isEmpty();
        assertThat(shop.astern.actions().byId(answer.actionId()).state()).isEqualTo(ActionState.APPLIED);
        assertThat(shop.astern.actions().receipts(answer.actionId()))
                .extracting(receipt -> receipt.type())
                .containsExactly(ReceiptType.HELD, ReceiptType.APPROVAL, ReceiptType.INTENT, ReceiptType.RESULT);
        refused(Reason.ALREADY_DECIDED, () -> shop.approve(shop.cid, request));
    }

    @Test
    void an_entry_of_the_library_makes_it_more_severe_than_the_connector_says() {
        // By the connector it is a write as any other, and would be held for its many rows.
        var request = shop.asked(held("UPDATE customer SET name = name"));
        assertThat(request.rule()).isEqualTo("destructive");
    }

    @Test
    void of_several_statements_each_is_looked_up_on_its_own() {
        var two = act("UPDATE customer SET name = 'y' WHERE id = 2; UPDATE customer SET name = 'z' WHERE id = 3");
        assertThat(two.state()).isEqualTo(ActionState.APPLIED);
        for (var first : List.of("UPDATE customer SET name = 'x' WHERE id = 1", "INSERT INTO customer VALUES (901)")) {
            var request = shop.asked(held(first + "; UPDATE customer SET name = name"));
            assertThat(request.rule()).as(first).isEqualTo("destructive");
        }
    }

    @Test
    void whoever_started_the_session_may_not_approve() {
        var request = shop.asked(held("DELETE FROM customer WHERE id = 11"));
        refused(Reason.NOT_DISTINCT, () -> shop.approve(shop.ann, request));
        assertThat(shop.now(request).state()).isEqualTo(State.PENDING);
    }

    @Test
    void one_no_ends_it() {
        var answer = held("DELETE FROM customer WHERE id = 12");
        var request = shop.asked(answer);
        shop.astern.approvals().decide(shop.bob, List.of(request.id()), GatedShop.no(request));
        assertThat(shop.now(request).state()).isEqualTo(State.DENIED);
        var action = shop.astern.actions().byId(answer.actionId());
        assertThat(action.state()).isEqualTo(ActionState.REFUSED);
        assertThat(action.outcome()).isNotNull();
        assertThat(name(12)).isEqualTo("c12");
    }

    @Test
    void what_moved_since_goes_back_to_people_with_the_new_state() {
        var request = shop.asked(held("DELETE FROM customer WHERE id = 13"));
        // Somebody who does not go through the gateway.
        shop.target.database().run("UPDATE customer SET name = 'renamed by a colleague' WHERE id = 13");
        shop.approve(shop.bob, request);
        GatedShop.until(() -> shop.now(request).round() == 1);
        var again = shop.now(request);
        assertThat(again.state()).isEqualTo(State.PENDING);
        assertThat(again.fingerprint()).isNotEqualTo(request.fingerprint());
        assertThat(name(13)).isEqualTo("renamed by a colleague");
        assertThat(shop.astern.approvals().shown(shop.cid, request.id())).contains("renamed by a colleague");
        refused(Reason.STALE_APPROVAL, () -> shop.approve(shop.cid, request));
        shop.approve(shop.cid, again);
        assertThat(shop.ended(again).state()).isEqualTo(State.DONE);
        assertThat(name(13)).isEmpty();
    }

    @Test
    void clocks_and_sequences_do_not_make_an_approval_stale() {
        var request = shop.asked(held("WITH gone AS (DELETE FROM customer WHERE id = 14 RETURNING name)"
                + " INSERT INTO customer (name) SELECT name || ' again' FROM gone"));
        shop.approve(shop.bob, request);
        assertThat(shop.ended(request).state()).isEqualTo(State.DONE);
        assertThat(shop.target.rows("SELECT name FROM customer WHERE name = 'c14 again'"))
                .hasSize(1);
    }

    @Test
    void what_is_bulk_shows_only_when_it_runs_and_is_taken_back_and_held() {
        var answer = held("UPDATE customer SET name = name || '!!' WHERE id > 100");
        assertThat(shop.asked(answer).rule()).isEqualTo("bulk");
        assertThat(answer.counts().getFirst().updated()).isGreaterThan(100);
        assertThat(shop.target.rows("SELECT 1 FROM customer WHERE name LIKE '%!!'"))
                .isEmpty();
    }

    @Test
    void a_reviewer_may_change_the_arguments_and_everybody_decides_anew() {
        var request = shop.asked(held("DELETE FROM customer WHERE id IN (15, 16)"));
        var edited = shop.astern
                .approvedRuns()
                .edit(shop.bob, request.id(), 0, Map.of("sql", "DELETE FROM customer WHERE id = 15"), "only the first");
        assertThat(edited.round()).isEqualTo(1);
        refused(Reason.STALE_APPROVAL, () -> shop.approve(shop.cid, request));
        shop.approve(shop.cid, edited);
        assertThat(shop.ended(edited).state()).isEqualTo(State.DONE);
        assertThat(name(15)).isEmpty();
        assertThat(name(16)).isEqualTo("c16");
    }

    @Test
    void revoking_the_session_ends_what_it_asked_for() {
        var session = shop.session("shop", null);
        var answer = shop.act(session, "DELETE FROM customer WHERE id = 17");
        var request = shop.asked(answer);
        shop.astern.sessions().revoke(shop.ann, session.id());
        refused(Reason.SESSION_REVOKED, () -> shop.approve(shop.bob, request));
        shop.astern.approvedRuns().keepHouse();
        assertThat(shop.now(request).state()).isEqualTo(State.WITHDRAWN);
        assertThat(shop.astern.actions().byId(answer.actionId()).state()).isEqualTo(ActionState.REFUSED);
        assertThat(name(17)).isEqualTo("c17");
    }

    @Test
    void breaking_glass_needs_its_own_permission_and_a_reason_and_is_on_record() {
        var request = shop.asked(held("DELETE FROM customer WHERE id = 18"));
        var silent = new Ballot(Approval.Choice.BREAK_GLASS, 0, " ", Set.of(), null);
        refused(
                Reason.CONFIRMATION_MISSING,
                () -> shop.astern.approvals().decide(shop.ann, List.of(request.id()), silent));
        var loud = new Ballot(Approval.Choice.BREAK_GLASS, 0, "the site is down", Set.of(), null);
        shop.astern.approvals().decide(shop.ann, List.of(request.id()), loud);
        assertThat(shop.ended(request).state()).isEqualTo(State.DONE);
        var incident = shop.astern.incidents().page(true, null, 1).items().getFirst();
        assertThat(incident.of()).isEqualTo(request.id());
        assertThat(incident.sessions()).containsExactly(request.sessionId());
        assertThat(incident.owner()).isEqualTo(shop.ann.name());
        assertThat(incident.what()).contains("the site is down");
        assertThat(shop.astern.actions().receipts(request.actionId()))
                .anyMatch(receipt -> receipt.leaf().contains("\"decision\":\"break_glass\"")
                        && receipt.leaf().contains("\"incident\":\"" + incident.id() + "\""));
        assertThat(shop.astern.incidents().timeline(incident.id())).hasSize(1);
    }

    @Test
    void a_batch_is_all_or_nothing_and_of_one_kind() {
        var first = shop.asked(held("DELETE FROM customer WHERE id = 20"));
        var second = shop.asked(held("DELETE FROM customer WHERE id = 21"));
        var other = shop.asked(held("UPDATE customer SET name = name || '??' WHERE id > 200"));
        refused(
                Reason.BAD_REQUEST,
                () -> shop.astern.approvals().decide(shop.bob, List.of(first.id(), other.id()), GatedShop.yes(first)));
        assertThat(shop.now(first).votes()).isEmpty();
        shop.astern.approvals().decide(shop.bob, List.of(first.id(), second.id()), GatedShop.yes(first));
        assertThat(shop.ended(first).state()).isEqualTo(State.DONE);
        assertThat(shop.ended(second).state()).isEqualTo(State.DONE);
    }

    @Test
    void what_would_fail_is_told_at_once_and_nobody_is_asked() {
        var answer = act("DELETE FROM customer WHERE id = 'not a number'");
        assertThat(answer.state()).isEqualTo(ActionState.FAILED);
        assertThat(shop.astern.approvals().byAction(answer.actionId())).isEmpty();
    }

    private static ActionAnswer act(String sql) {
        return shop.act(shop.session("shop", null), sql);
    }

    private static ActionAnswer held(String sql) {
        var answer = act(sql);
        assertThat(answer.state()).as(String.valueOf(answer.problem())).isEqualTo(ActionState.HELD);
        assertThat(answer.problem()).isNotNull();
        assertThat(answer.problem().reason()).isEqualTo(Reason.HELD);
        return answer;
    }

    private static String name(int id) {
        var rows = shop.target.rows("SELECT name FROM customer WHERE id = " + id);
        return rows.isEmpty() ? "" : rows.getFirst().replaceAll("^\\(\"?|\"?\\)$", "");
    }

    private static void refused(Reason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable attempt) {
        assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().reason()).isEqualTo(reason));
    }
}
