package dev.astern.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.gateway.ActionAnswer;
import dev.astern.model.ActionState;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions without limits, under a policy that asks what they have used. */
class CountedTest {
    private static final String POLICY = """
            policy: 1
            name: a-few
            rules:
              - id: reads
                match: {tier: read}
                decide: allow
              - id: few-updates
                match: {verb: update}
                when: count(used.verb, "update") < 3 && count(used.target, "shop") < 3
                decide: allow
              - id: few-rows
                match: {verb: insert}
                when: used.rows < 4
                decide: allow
              - id: rest
                decide: hold
            """;

    @TempDir
    private static Path data;

    private static GatedShop shop;

    @BeforeAll
    static void open() throws IOException {
        shop = new GatedShop(
                data,
                POLICY,
                "CREATE TABLE item (id serial PRIMARY KEY, name text)",
                "INSERT INTO item (name) SELECT 'i' || n FROM generate_series(1, 100) n");
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void used_is_what_was_used_before_in_both_rulings_and_what_is_approved_counts() {
        var session = shop.session("shop", null);
        for (int i = 1; i <= 3; i++) {
            assertThat(shop.act(session, "UPDATE item SET name = 'u' WHERE id = " + i)
                            .state())
                    .isEqualTo(ActionState.APPLIED);
        }
        var fourth = shop.act(session, "UPDATE item SET name = 'u' WHERE id = 4");
        assertThat(fourth.state()).isEqualTo(ActionState.HELD);
        var request = shop.asked(fourth);
        assertThat(request.rule()).isEqualTo("rest");
        assertThat(shop.astern.sessions().used(session.id())).containsEntry("verb:update", BigDecimal.valueOf(3));
        shop.approve(shop.bob, request);
        shop.ended(request);
        assertThat(shop.astern.sessions().used(session.id()))
                .containsEntry("verb:update", BigDecimal.valueOf(4))
                .containsEntry("target:shop", BigDecimal.valueOf(4))
                .containsEntry("rows", BigDecimal.valueOf(4));
    }

    @Test
    void what_failed_gives_back_and_rows_are_those_before() {
        var session = shop.session("shop", null);
        assertThat(shop.act(session, "INSERT INTO item (id, name) VALUES (1, 'there already')")
                        .state())
                .isEqualTo(ActionState.FAILED);
        assertThat(shop.act(session, "INSERT INTO item (name) SELECT 'r' FROM generate_series(1, 6)")
                        .state())
                .isEqualTo(ActionState.APPLIED);
        assertThat(shop.act(session, "INSERT INTO item (name) VALUES ('r')").state())
                .isEqualTo(ActionState.HELD);
        assertThat(shop.astern.sessions().used(session.id()))
                .containsEntry("verb:insert", BigDecimal.ONE)
                .containsEntry("rows", BigDecimal.valueOf(6));
    }

    @Test
    void many_at_once_never_use_more_than_policy_says() throws Exception {
        var session = shop.session("shop", null);
        var work = new ArrayList<Callable<ActionAnswer>>();
        for (int i = 10; i < 40; i++) {
            var sql = "UPDATE item SET name = 'at once' WHERE id = " + i;
            work.add(() -> shop.act(session, sql));
        }
        try (var workers = Executors.newFixedThreadPool(8)) {
            for (var done : workers.invokeAll(work)) {
                assertThat(done.get().state()).isIn(ActionState.APPLIED, ActionState.HELD);
            }
        }
        var changed = "SELECT 1 FROM item WHERE name = 'at once'";
        assertThat(shop.target.rows(changed)).hasSizeLessThanOrEqualTo(3);
        // Those who were ruled on at the same time count each other; what they did not use is there still.
        for (int i = 40; i < 44; i++) {
            shop.act(session, "UPDATE item SET name = 'at once' WHERE id = " + i);
        }
        assertThat(shop.target.rows(changed)).hasSize(3);
    }
}
