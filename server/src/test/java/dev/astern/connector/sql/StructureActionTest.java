package dev.astern.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Effect;
import dev.astern.connector.Reason;
import dev.astern.connector.Settlement;
import dev.astern.connector.TargetStatus;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Structure changed through the whole connector, beside capture. */
class StructureActionTest {
    private static final String[] SHOP = {
        "CREATE TABLE customer (id int PRIMARY KEY, name text, level int)",
        "CREATE TABLE orders (id serial PRIMARY KEY, customer int REFERENCES customer, total numeric)",
        "INSERT INTO customer SELECT g, 'n' || g, g FROM generate_series(1, 9) g",
        "INSERT INTO orders (customer, total) SELECT g, g FROM generate_series(1, 9) g",
    };

    @Test
    void an_agent_may_use_the_table_it_made_and_both_are_undone() {
        try (var target = new Target(SHOP)) {
            var session = Target.session();
            var made = target.act(session, "CREATE TABLE note (id int PRIMARY KEY, text text)");
            var filled = target.act(session, "INSERT INTO note VALUES (1, 'a'), (2, 'b')");
            assertThat(target.effects(filled)).hasSize(2);
            assertThat(target.effects(made)).extracting(Effect::kind).containsOnly(Effect.Kind.STRUCTURE);
            assertReady(target);
            restored(target.undo(made, filled));
            assertThat(target.rows("SELECT to_regclass('note')")).containsExactly("()");
            assertReady(target);
        }
    }

    @Test
    void rows_and_structure_of_one_session_are_undone_in_turn() {
        try (var target = new Target(SHOP)) {
            var session = Target.session();
            var before = target.rows("SELECT id, name, level FROM customer ORDER BY id");
            var a = target.act(session, "UPDATE customer SET level = level + 1 WHERE id < 5");
            var b = target.act(
                    session, "ALTER TABLE customer DROP COLUMN level", "ALTER TABLE customer ADD extra text");
            var c = target.act(session, "UPDATE customer SET extra = 'x', name = 'y' WHERE id = 1");
            var d = target.act(session, "DROP TABLE orders");
            var undo = Target.newId();
            restored(target.undo(undo, target.request(a, b, c, d)));
            assertThat(target.rows("SELECT id, name, level FROM customer ORDER BY id"))
                    .isEqualTo(before);
            assertThat(target.rows("SELECT count(*) FROM orders")).containsExactly("(9)");
            assertReady(target);
            restored(target.undo(undo));
            assertThat(target.rows("SELECT id, name, extra FROM customer WHERE id = 1"))
                    .containsExactly("(1,y,x)");
            assertThat(target.rows("SELECT to_regclass('orders')")).containsExactly("()");
            assertReady(target);
        }
    }

    @Test
    void an_emptied_table_s_rows_come_back() {
        try (var target = new Target(SHOP)) {
            var before = target.rows("SELECT id, customer, total FROM orders ORDER BY id");
            var plain = target.act("TRUNCATE orders");
            assertThat(target.rows("SELECT count(*) FROM orders")).containsExactly("(0)");
            assertThat(target.effects(plain)).hasSize(9);
            restored(target.undo(plain));
            var all = target.act("TRUNCATE TABLE customer RESTART IDENTITY CASCADE");
            target.owner("INSERT INTO customer VALUES (100, 'theirs', 1)");
            restored(target.undo(all));
            assertThat(target.rows("SELECT id, customer, total FROM orders ORDER BY id"))
                    .isEqualTo(before);
            assertThat(target.rows("SELECT count(*) FROM customer")).containsExactly("(10)");
            assertThat(target.rows("SELECT nextval('orders_id_seq')")).containsExactly("(10)");
        }
    }

    @Test
    void a_dropped_table_is_beyond_the_agent_and_earlier_rows_are_undone_after_it_is_back() {
        try (var target = new Target(SHOP)) {
            var rows = target.act("DELETE FROM orders WHERE id = 1");
            var drop = target.act("DROP TABLE orders");
            assertThat(target.refused("UPDATE orders SET total = 1")).isEqualTo(Reason.STATEMENT_INVALID);
            assertThat(target.rows("SELECT nspname || '.' || relname FROM pg_class c JOIN pg_namespace n"
                            + " ON n.oid = relnamespace WHERE relname = 'orders'"))
                    .hasSize(1);
            assertReady(target);
            var undo = Target.newId();
            restored(target.undo(undo, target.request(drop, rows)));
            assertThat(target.rows("SELECT count(*) FROM orders")).containsExactly("(9)");
            assertThat(target.effects(undo))
                    .as("of both transactions")
                    .anyMatch(e -> e.kind() == Effect.Kind.STRUCTURE)
                    .filteredOn(e -> e.kind() == Effect.Kind.INSERT)
                    .hasSize(1);
            var one = target.connector().effects(undo, null, 1);
            var paged = new ArrayList<>(one.effects());
            for (var next = one.next(); next != null; ) {
                var page = target.connector().effects(undo, next, 1);
                paged.addAll(page.effects());
                next = page.next();
            }
            assertThat(paged).isEqualTo(target.effects(undo));
            target.act("UPDATE orders SET total = 7");
        }
    }

    @Test
    void mixed_foreign_and_hostile_statements_are_refused() {
        try (var target = new Target(SHOP)) {
            assertThat(target.refused("DROP TABLE orders; UPDATE customer SET level = 1"))
                    .isEqualTo(Reason.NOT_ALLOWED);
            assertThat(target.refused("DROP TABLE orders; COMMIT")).isEqualTo(Reason.TRANSACTION_CONTROL);
            assertThat(target.refused("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'"))
                    .isEqualTo(Reason.NOT_ALLOWED);
            assertThat(target.refused("DROP TABLE astern.fence")).isEqualTo(Reason.NOT_ALLOWED);
            assertThat(target.refused("ALTER TABLE orders DISABLE TRIGGER ALL")).isEqualTo(Reason.NOT_ALLOWED);
            assertThat(target.rows("SELECT count(*) FROM orders")).containsExactly("(9)");
        }
    }

    @Test
    void altered_capture_stops_structure_changes() {
        try (var target = new Target(SHOP)) {
            target.owner("ALTER TABLE orders DISABLE TRIGGER USER");
            assertThat(target.refused("DROP TABLE customer CASCADE")).isEqualTo(Reason.CAPTURE_TAMPERED);
        }
    }

    @Test
    void a_settled_action_shows_the_digest_it_had() {
        try (var target = new Target(SHOP)) {
            var action = target.act("ALTER TABLE orders RENAME total TO sum");
            assertThat(target.connector().settle(action))
                    .isInstanceOfSatisfying(
                            Settlement.Applied.class,
                            applied -> assertThat(applied.observed().digest())
                                    .isEqualTo(target.request(action)
                                            .actions()
                                            .getFirst()
                                            .digest()));
            assertThat(target.connector().settle(Target.newId())).isInstanceOf(Settlement.NeverApplied.class);
        }
    }

    private static void assertReady(Target target) {
        var status = new SqlProvider().installation(target.config()).status();
        assertThat(status.state()).as(status.findings().toString()).isEqualTo(TargetStatus.State.READY);
    }

    private static void restored(UndoReport report) {
        assertThat(report.items())
                .as(report.toString())
                .extracting(UndoItem::result)
                .isSubsetOf(List.of(UndoResult.RESTORED));
        assertThat(report.counts()).isNotEmpty();
    }
}
