package dev.astern.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.model.ActionState;
import dev.astern.model.Approval.State;
import dev.astern.policy.Decision;
import dev.astern.policy.Policy;
import dev.astern.policy.PolicyReading;
import dev.astern.policy.Shipped;
import dev.astern.policy.simulate.Simulation;
import dev.astern.policy.suggest.Suggester;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies put in force, tried on what was recorded, and suggested from it. */
class PoliciesTest {
    private static final String NO_DELETES = """
            policy: 1
            name: no-deletes
            rules:
              - id: deletes
                match: {verb: delete}
                decide: block
                reason: Nothing is deleted here.
              - id: safe
                require: {rollback_safe: true, otherwise: block}
                decide: allow
            """;

    private static final String READS_ARE_HELD = """
            policy: 1
            name: %s
            rules:
              - id: reads
                match: {tier: read}
                decide: hold
            """;

    @TempDir
    private Path data;

    private GatedShop shop;

    @BeforeEach
    void open() throws IOException {
        shop = new GatedShop(
                data,
                "",
                "CREATE TABLE item (id int PRIMARY KEY, name text)",
                "INSERT INTO item SELECT n, 'i' || n FROM generate_series(1, 100) n");
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void a_policy_with_errors_is_refused_and_the_one_before_stays() {
        var before = shop.astern.policies().current().digest();
        assertThatThrownBy(() -> shop.astern.policies().put(shop.ann, "policy: 1\nname: x\nrulez: []\n"))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().reason()).isEqualTo(Reason.POLICY_INVALID);
                    assertThat(e.problem().facts().get("findings"))
                            .contains("3:1")
                            .contains("rulez");
                });
        assertThat(shop.astern.policies().current().digest()).isEqualTo(before);
    }

    @Test
    void a_policy_is_in_force_at_once_and_blocks_what_it_says() {
        var policy = shop.astern.policies().put(shop.ann, NO_DELETES);
        var session = shop.session("shop", null);
        var refused = shop.act(session, "DELETE FROM item WHERE id = 1");
        assertThat(refused.state()).isEqualTo(ActionState.REFUSED);
        assertThat(refused.problem()).isNotNull();
        assertThat(refused.problem().reason()).isEqualTo(Reason.POLICY_BLOCKED);
        assertThat(refused.problem().detail()).isEqualTo("Nothing is deleted here.");
        assertThat(shop.act(session, "UPDATE item SET name = 'x' WHERE id = 2").state())
                .isEqualTo(ActionState.APPLIED);
        assertThat(shop.astern.actions().receipts(refused.actionId()))
                .allMatch(receipt -> receipt.leaf().contains(policy.digest()));
    }

    @Test
    void an_approval_under_another_policy_is_asked_for_again() {
        var answer = shop.act(shop.session("shop", null), "DELETE FROM item WHERE id = 3");
        var request = shop.asked(answer);
        shop.astern.policies().put(shop.ann, Shipped.DEFAULT.text().replace("name: default", "name: other"));
        shop.approve(shop.bob, request);
        GatedShop.until(() -> shop.now(request).round() == 1);
        assertThat(shop.now(request).state()).isEqualTo(State.PENDING);
        assertThat(shop.target.rows("SELECT 1 FROM item WHERE id = 3")).hasSize(1);
    }

    @Test
    void an_approved_read_is_bound_to_what_was_shown_as_writes_are() {
        var held = READS_ARE_HELD.formatted("first");
        shop.astern.policies().put(shop.ann, held);
        var session = shop.session("shop", null);
        var request = shop.asked(shop.act(session, "SELECT name FROM item WHERE id = 5"));
        shop.astern.policies().put(shop.ann, READS_ARE_HELD.formatted("second"));
        shop.approve(shop.bob, request);
        GatedShop.until(() -> shop.now(request).round() == 1);
        var again = shop.now(request);
        assertThat(again.state()).isEqualTo(State.PENDING);
        shop.approve(shop.bob, again);
        assertThat(shop.ended(again).state()).isEqualTo(State.DONE);
        assertThat(shop.astern.actions().byId(request.actionId()).state()).isEqualTo(ActionState.APPLIED);
    }

    @Test
    void an_approved_action_that_policy_blocks_by_now_does_not_run() {
        var answer = shop.act(shop.session("shop", null), "DELETE FROM item WHERE id = 4");
        var request = shop.asked(answer);
        shop.astern.policies().put(shop.ann, NO_DELETES);
        shop.approve(shop.bob, request);
        shop.ended(request);
        assertThat(shop.astern.actions().byId(answer.actionId()).state()).isEqualTo(ActionState.REFUSED);
        assertThat(shop.target.rows("SELECT 1 FROM item WHERE id = 4")).hasSize(1);
    }

    @Test
    void what_was_recorded_is_decided_again_by_a_candidate_and_a_policy_suggested_from_it() {
        var session = shop.session("shop", null);
        for (int i = 10; i < 35; i++) {
            shop.act(session, "UPDATE item SET name = 'y' WHERE id = " + i);
        }
        shop.act(session, "DELETE FROM item WHERE id = 40");
        var candidate = ((PolicyReading.Read) Policy.read(NO_DELETES)).policy();
        var report = Simulation.of(candidate, shop.astern.history().recorded(1_000));
        assertThat(report.actions()).isEqualTo(26);
        assertThat(report.stricter()).isEqualTo(1);
        assertThat(report.examples()).hasSize(1).allSatisfy(example -> {
            assertThat(example.from()).isEqualTo(Decision.HOLD);
            assertThat(example.to()).isEqualTo(Decision.BLOCK);
        });
        var suggestion = Suggester.from("seen", 20, shop.astern.history().observed(1_000));
        assertThat(suggestion.rules()).anyMatch(rule -> rule.decision() == Decision.ALLOW);
        assertThat(Policy.read(suggestion.yaml())).isInstanceOf(PolicyReading.Read.class);
    }
}
