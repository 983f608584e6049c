package dev.astern.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.model.ActionState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What policies ask about amounts and shares is answered from what the action really does. */
class FiguresTest {
    private static final String POLICY = """
            policy: 1
            name: figures
            rules:
              - id: small
                match: {tier: write}
                require: {max_amount: 50 GBP, max_share: 0.1}
                decide: allow
            """;

    private static final String[] SCHEMA = {
        "CREATE TABLE bill (id int PRIMARY KEY, total numeric, note text)",
        "INSERT INTO bill SELECT n, 10, 'n' FROM generate_series(1, 100) n"
    };

    @TempDir
    private Path data;

    private GatedShop shop;

    @BeforeEach
    void open() throws IOException {
        shop = new GatedShop(data, POLICY, SCHEMA);
        shop.add("till", shop.target, Map.of("amounts", "public.bill.total GBP", "environment", "test"), false);
        shop.add("foreign", shop.target, Map.of("amounts", "public.bill.total EUR"), false);
    }

    @AfterEach
    void close() {
        shop.close();
        assertThat(shop.failures).isEmpty();
    }

    @Test
    void an_amount_up_to_the_limit_runs_and_one_above_waits() {
        runs("till", "UPDATE bill SET total = total + 50 WHERE id = 1");
        var held = waits("till", "UPDATE bill SET total = total + 50.01 WHERE id = 2");
        assertThat(held).contains("the amount is 50.01; it may be at most 50 GBP");
        runs("till", "UPDATE bill SET note = 'no money' WHERE id = 3");
    }

    @Test
    void a_share_up_to_the_limit_runs_and_one_above_waits() {
        runs("till", "UPDATE bill SET note = 'x' WHERE id <= 10");
        var held = waits("till", "UPDATE bill SET note = 'y' WHERE id <= 11");
        assertThat(held)
                .contains("it changes 0.11 of a table; at most 0.1 is allowed", "11.0 % of the rows of public.bill");
    }

    @Test
    void an_amount_in_another_currency_or_that_nobody_named_is_not_known() {
        assertThat(waits("foreign", "UPDATE bill SET total = 11 WHERE id = 1")).contains("the amount is in EUR");
        assertThat(waits("shop", "UPDATE bill SET total = 11 WHERE id = 1")).contains("the amount is not known");
    }

    @Test
    void people_are_shown_the_amount_and_that_the_undo_was_rehearsed() {
        var shown = waits("till", "UPDATE bill SET total = 100 WHERE id IN (5, 6)");
        assertThat(shown)
                .contains(
                        "it moves 180 GBP", "2.0 % of the rows of public.bill", "undo rehearsed: 2 of 2 rows back in ");
        assertThat(shop.target.rows("SELECT DISTINCT total FROM bill WHERE id IN (5, 6)"))
                .containsExactly("(10)");
    }

    @Test
    void an_undo_that_was_rehearsed_takes_no_quota_and_leaves_nothing_to_undo() {
        var session = shop.session("till", null);
        var answer = shop.act(session, "UPDATE bill SET total = 100 WHERE id = 7");
        assertThat(shop.target.rows("SELECT 1 FROM astern.fence")).isEmpty();
        var request = shop.asked(answer);
        shop.approve(shop.bob, request);
        shop.ended(request);
        assertThat(shop.target.rows("SELECT total FROM bill WHERE id = 7")).containsExactly("(100)");
        assertThat(shop.astern.actions().effects(answer.actionId(), null, 10).effects())
                .hasSize(1);
    }

    private void runs(String at, String sql) {
        var answer = shop.act(shop.session(at, null), sql);
        assertThat(answer.state()).as("%s: %s", sql, answer.problem()).isEqualTo(ActionState.APPLIED);
    }

    /** What people are shown of it. */
    private String waits(String at, String sql) {
        var answer = shop.act(shop.session(at, null), sql);
        assertThat(answer.state()).as("%s: %s", sql, answer.problem()).isEqualTo(ActionState.HELD);
        return shop.astern.approvals().shown(shop.bob, shop.asked(answer).id());
    }
}
