package dev.astern.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.gateway.ActionAnswer;
import dev.astern.model.ActionState;
import dev.astern.model.Agent;
import dev.astern.model.Conduct;
import dev.astern.model.Limits;
import dev.astern.model.Money;
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

/** Sessions that may move so much money and no more. */
class AmountLimitsTest {
    @TempDir
    private static Path data;

    private static GatedShop shop;

    @BeforeAll
    static void open() throws IOException {
        shop = new GatedShop(
                data,
                Shipped.PERMISSIVE.text(),
                "CREATE TABLE bill (id int PRIMARY KEY, total numeric, note text)",
                "INSERT INTO bill SELECT n, 10, 'n' FROM generate_series(1, 200) n");
        shop.add("till", shop.target, Map.of("amounts", "public.bill.total GBP"), false);
        shop.add("foreign", shop.target, Map.of("amounts", "public.bill.total EUR"), false);
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void it_adds_up_over_actions_to_the_last_penny_and_then_holds_until_a_person_extends_it() {
        var session = limited("till", "100.50", "GBP");
        applied(session, "UPDATE bill SET total = total + 60 WHERE id = 1");
        // Down is money that moves, too.
        applied(session, "UPDATE bill SET total = total - 2.5 WHERE id IN (2, 3)");
        applied(session, "UPDATE bill SET total = total + 35.50 WHERE id = 4");
        applied(session, "UPDATE bill SET note = 'moves none' WHERE id = 5");
        var held = shop.act(session, "UPDATE bill SET total = total + 0.01 WHERE id = 6");
        assertThat(held.state()).isEqualTo(ActionState.HELD);
        var request = shop.asked(held);
        assertThat(request.rule()).isEqualTo("limit");
        assertThat(request.why()).contains("100.50");
        used(session, "100.50");

        shop.astern
                .sessions()
                .extend(shop.bob, session.id(), new Limits(Map.of(), Map.of(), null, null, money("100.51", "GBP")));
        applied(shop.astern.sessions().byId(session.id()), "UPDATE bill SET total = total + 0.01 WHERE id = 7");
        shop.approve(shop.bob, request);
        shop.ended(request);
        used(session, "100.52");
    }

    @Test
    void what_can_not_be_counted_against_it_is_held() {
        held(limited("foreign", "100", "GBP"), "it moves 1 EUR; the session may move 100 GBP");
        held(limited("shop", "100", "GBP"), "where money is at this target was not said");
        applied(limited("foreign", "100", ""), "UPDATE bill SET total = total + 1 WHERE id = 10");
        applied(limited("foreign", "100", "GBP"), "UPDATE bill SET note = 'moves none' WHERE id = 10");
        applied(limited("shop", "100", "GBP"), "SELECT total FROM bill WHERE id = 10");
    }

    @Test
    void many_at_once_move_exactly_what_may_be_moved() throws Exception {
        var session = limited("till", "100", "GBP");
        var work = new ArrayList<Callable<ActionAnswer>>();
        for (int i = 100; i < 140; i++) {
            var sql = "UPDATE bill SET total = 20 WHERE id = " + i;
            work.add(() -> shop.act(session, sql));
        }
        try (var workers = Executors.newFixedThreadPool(8)) {
            for (var done : workers.invokeAll(work)) {
                assertThat(done.get().state()).isIn(ActionState.APPLIED, ActionState.HELD);
            }
        }
        assertThat(shop.target.rows("SELECT 1 FROM bill WHERE total = 20 AND id BETWEEN 100 AND 139"))
                .hasSize(10);
        used(session, "100");
    }

    private static void applied(Session session, String sql) {
        var answer = shop.act(session, sql);
        assertThat(answer.state()).as("%s: %s", sql, answer.problem()).isEqualTo(ActionState.APPLIED);
    }

    private static void held(Session session, String why) {
        var answer = shop.act(session, "UPDATE bill SET total = total + 1 WHERE id = 10");
        assertThat(answer.state()).isEqualTo(ActionState.HELD);
        assertThat(shop.asked(answer).why()).contains(why);
    }

    private static void used(Session session, String amount) {
        assertThat(shop.astern.sessions().used(session.id()).get("amount")).isEqualByComparingTo(amount);
    }

    private static Money money(String value, String currency) {
        return new Money(new BigDecimal(value), currency);
    }

    private static Session limited(String target, String value, String currency) {
        var limits = new Limits(Map.of(), Map.of(), null, null, money(value, currency));
        return shop.astern
                .sessions()
                .start(
                        shop.ann,
                        new StartSession(
                                new Agent("bot", "7"),
                                "production",
                                List.of(target),
                                null,
                                null,
                                new Conduct(limits, false, false, null)))
                .session();
    }
}
