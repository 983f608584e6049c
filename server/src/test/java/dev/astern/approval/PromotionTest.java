package dev.astern.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.sql.Target;
import dev.astern.gateway.ActionAnswer;
import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Cancellation;
import dev.astern.journal.Parsed;
import dev.astern.journal.entry.Disclosure;
import dev.astern.model.ActionState;
import dev.astern.model.Approval.State;
import dev.astern.model.ReceiptType;
import dev.astern.model.UndoSelection;
import dev.astern.undo.UndoOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was applied at a staging target, looked at beside what it would do in production, and promoted by people. */
class PromotionTest {
    private static final String[] SCHEMA = {
        "CREATE TABLE price (id int PRIMARY KEY, cents int, note text)",
        "INSERT INTO price SELECT n, 100, 'n' FROM generate_series(1, 50) n"
    };

    @TempDir
    private static Path data;

    private static GatedShop shop;
    private static Target staging;

    @BeforeAll
    static void open() throws IOException {
        shop = new GatedShop(data, "", SCHEMA);
        staging = new Target(SCHEMA);
        shop.add("try", staging, Map.of("environment", "staging"), false);
        shop.add("live", shop.target, Map.of("staging", "try", "environment", "production"), false);
        shop.add("lax", shop.target, Map.of("staging", "try"), true);
    }

    @AfterAll
    static void close() {
        shop.close();
        staging.close();
    }

    @AfterEach
    void nothing_failed_behind_the_scenes() {
        assertThat(shop.failures).isEmpty();
    }

    @Test
    void what_ran_free_at_staging_is_held_in_production_and_runs_when_people_agree() {
        var tried = tried("UPDATE price SET cents = 120 WHERE id IN (1, 2)");
        var answer = promoted(tried, "live");
        assertThat(cents(1)).isEqualTo("(100)");
        var request = shop.asked(answer);
        assertThat(request.rule()).isEqualTo("promotion");
        assertThat(request.target()).isEqualTo("live");
        assertThat(shown(answer)).contains("2 changes alike, 0 differences", tried.actionId());

        refused(Reason.NOT_DISTINCT, () -> shop.approve(shop.ann, request));
        shop.approve(shop.bob, request);
        assertThat(shop.ended(request).state()).isEqualTo(State.DONE);
        assertThat(shop.astern.actions().byId(answer.actionId()).state()).isEqualTo(ActionState.APPLIED);
        assertThat(cents(1)).isEqualTo("(120)");
    }

    @Test
    void receipts_of_the_promotion_name_what_was_tried_out() {
        var tried = tried("UPDATE price SET note = 'r' WHERE id = 3");
        var answer = promoted(tried, "live");
        var request = shop.asked(answer);
        shop.approve(shop.bob, request);
        shop.ended(request);
        var receipts = shop.astern.actions().receipts(answer.actionId());
        for (var type : List.of(ReceiptType.HELD, ReceiptType.INTENT)) {
            var receipt =
                    receipts.stream().filter(r -> r.type() == type).findFirst().orElseThrow();
            assertThat(shop.astern
                            .actions()
                            .disclosures(receipt.sessionId(), receipt.sequence())
                            .texts())
                    .map(text -> ((Parsed.Read<Disclosure>) Disclosure.parse(text)).value())
                    .anyMatch(said -> said.name().equals(Optional.of("promotes"))
                            && String.valueOf(said.value()).contains(tried.actionId()));
        }
    }

    @Test
    void people_see_how_production_differs_from_staging() {
        staging.owner("UPDATE price SET cents = 90 WHERE id = 10", "DELETE FROM price WHERE id = 11");
        var tried = tried("UPDATE price SET note = 'seen' WHERE id IN (10, 11, 12)");
        var shown = shown(promoted(tried, "live"));
        assertThat(shown)
                .contains("1 changes alike, 3 differences")
                .contains("public.price: staging changed 0 inserted, 2 updated, 0 deleted,"
                        + " here it would be 0 inserted, 3 updated, 0 deleted")
                .contains("cents before: 90 at staging, 100 here")
                .contains("public.price [id=11]: only here");
    }

    @Test
    void several_statements_and_texts_of_all_kinds_are_the_very_same_call() {
        var statements = List.of(
                "UPDATE price SET note = 'a;b -- c' WHERE id = 20 -- no end;", "DELETE FROM price WHERE id = 21");
        var session = shop.session("try", null);
        var request = ActionRequest.of("try", "run_sql", Map.of("statements", statements));
        var first = shop.astern.gateway().perform(session, request, new Cancellation());
        var asked = shop.asked(first);
        shop.approve(shop.bob, asked);
        shop.ended(asked);
        var answer = promoted(first, "live");
        assertThat(shop.asked(answer).rule()).isEqualTo("destructive");
        assertThat(shown(answer)).contains("2 changes alike", "a;b -- c");
    }

    @Test
    void a_target_that_only_observes_holds_promotions_all_the_same() {
        var answer = promoted(tried("UPDATE price SET note = 'o' WHERE id = 4"), "lax");
        assertThat(answer.state()).isEqualTo(ActionState.HELD);
    }

    @Test
    void what_was_undone_at_staging_since_is_not_promoted() {
        var tried = tried("UPDATE price SET cents = 1 WHERE id = 30");
        var late = promoted(tried, "live");
        undo(tried);
        refused(Reason.CONFLICTING_STATE, () -> promote(tried.actionId(), "live"));
        // Neither is what people agree to after that.
        var request = shop.asked(late);
        shop.approve(shop.bob, request);
        assertThat(shop.ended(request).state()).isEqualTo(State.DONE);
        assertThat(shop.astern.actions().byId(late.actionId()).state()).isEqualTo(ActionState.REFUSED);
        assertThat(cents(30)).isEqualTo("(100)");
    }

    @Test
    void what_was_not_applied_or_changed_nothing_is_not_promoted() {
        refused(Reason.NOT_FOUND, () -> promote("act_nowhere", "live"));
        var held = shop.act(shop.session("try", null), "DELETE FROM price WHERE id = 31");
        refused(Reason.CONFLICTING_STATE, () -> promote(held.actionId(), "live"));
        var read = shop.act(shop.session("try", null), "SELECT 1");
        refused(Reason.CONFLICTING_STATE, () -> promote(read.actionId(), "live"));
    }

    @Test
    void a_target_takes_only_what_was_tried_out_at_its_own_staging() {
        var tried = tried("UPDATE price SET note = 'w' WHERE id = 5");
        refused(Reason.CONFLICTING_STATE, () -> promote(tried.actionId(), "shop"));
        refused(Reason.NOT_FOUND, () -> promote(tried.actionId(), "nowhere"));
        var elsewhere = shop.act(shop.session("shop", null), "UPDATE price SET note = 'e' WHERE id = 6");
        refused(Reason.CONFLICTING_STATE, () -> promote(elsewhere.actionId(), "live"));
    }

    @Test
    void what_moves_in_production_is_looked_at_again() {
        var tried = tried("UPDATE price SET cents = cents + 5 WHERE id = 40");
        var request = shop.asked(promoted(tried, "live"));
        shop.target.owner("UPDATE price SET cents = 70 WHERE id = 40");
        shop.approve(shop.bob, request);
        GatedShop.until(() -> shop.now(request).round() == 1);
        assertThat(shop.astern.approvals().shown(shop.cid, request.id()))
                .contains("cents before: 100 at staging, 70 here", "cents after: 105 at staging, 75 here");
    }

    @Test
    void a_reviewer_does_not_change_what_was_tried_out() {
        var request = shop.asked(promoted(tried("UPDATE price SET note = 'k' WHERE id = 7"), "live"));
        refused(
                Reason.CONFLICTING_STATE,
                () -> shop.astern
                        .approvedRuns()
                        .edit(shop.bob, request.id(), 0, Map.of("sql", "DELETE FROM price"), "why not"));
    }

    private static ActionAnswer tried(String sql) {
        var answer = shop.act(shop.session("try", null), sql);
        assertThat(answer.state()).as("%s: %s", sql, answer.problem()).isEqualTo(ActionState.APPLIED);
        return answer;
    }

    private static ActionAnswer promoted(ActionAnswer tried, String to) {
        var answer = promote(tried.actionId(), to);
        assertThat(answer.state()).as("%s", answer.problem()).isEqualTo(ActionState.HELD);
        return answer;
    }

    private static ActionAnswer promote(String action, String to) {
        return shop.astern.promotions().promote(shop.ann, action, to, "it worked at staging");
    }

    private static void undo(ActionAnswer answer) {
        var undo = shop.astern
                .undos()
                .start(shop.ann, UndoOrder.of(new UndoSelection.Actions(List.of(answer.actionId()))));
        GatedShop.until(() -> shop.astern.undos().byId(undo.id()).finishedAt() != null);
    }

    private static String shown(ActionAnswer answer) {
        return shop.astern.approvals().shown(shop.bob, shop.asked(answer).id());
    }

    private static String cents(int id) {
        return shop.target.rows("SELECT cents FROM price WHERE id = " + id).getFirst();
    }

    private static void refused(Reason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().reason()).isEqualTo(reason));
    }
}
