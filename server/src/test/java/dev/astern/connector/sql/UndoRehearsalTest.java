package dev.astern.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Clearance;
import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Performance;
import dev.astern.connector.Reason;
import dev.astern.connector.SessionRef;
import dev.astern.connector.UndoRehearsal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The undo of an action that only is rehearsed: all of it within one transaction, of which nothing stays. */
class UndoRehearsalTest {
    private static Target target;

    @BeforeAll
    static void install() {
        target = new Target(
                "CREATE TABLE orders (id int PRIMARY KEY, total numeric, note text UNIQUE)",
                "INSERT INTO orders SELECT n, n, 'n' || n FROM generate_series(1, 2000) n",
                "CREATE TABLE line (id serial PRIMARY KEY, orders int REFERENCES orders ON DELETE CASCADE)",
                "INSERT INTO line (orders) SELECT n FROM generate_series(1, 100) n",
                "CREATE TABLE nokey (a int, b text)",
                "INSERT INTO nokey VALUES (1, 'x'), (1, 'x'), (2, 'y')",
                "CREATE TABLE stamped (id int PRIMARY KEY, v text, at timestamptz DEFAULT clock_timestamp())",
                "INSERT INTO stamped VALUES (1, 'a'), (2, 'b')",
                """
                CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN NEW.at = clock_timestamp(); RETURN NEW; END $$""",
                "CREATE TRIGGER stamp BEFORE UPDATE ON stamped FOR EACH ROW EXECUTE FUNCTION stamp()",
                "CREATE TABLE watched (id int PRIMARY KEY, v text)",
                "INSERT INTO watched VALUES (1, 'a')",
                "CREATE TABLE log (id serial PRIMARY KEY, what text)",
                """
                CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN INSERT INTO log (what) VALUES (TG_OP); RETURN NULL; END $$""",
                "CREATE TRIGGER note AFTER UPDATE ON watched FOR EACH ROW EXECUTE FUNCTION note()",
                "CREATE TABLE part (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
                "CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM ('2026-01-01') TO ('2026-07-01')",
                "CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM ('2026-07-01') TO ('2027-01-01')",
                "INSERT INTO part VALUES (1, '2026-02-01'), (2, '2026-08-01')");
    }

    @AfterAll
    static void close() {
        target.close();
    }

    @Test
    void rows_come_back_in_the_rehearsal_and_nothing_stays_of_it() {
        var before = everything();
        back(3, "UPDATE orders SET total = 0 WHERE id IN (1, 2, 3)");
        back(2, "DELETE FROM orders WHERE id IN (1500, 1501)");
        back(1, "INSERT INTO orders VALUES (9000, 1, 'new')");
        back(2_000, "UPDATE orders SET total = total + 1");
        // The key changes, so that each row is one gone and one new.
        back(4, "UPDATE part SET at = at + 1");
        assertThat(everything()).isEqualTo(before);
        assertThat(target.rows("SELECT 1 FROM astern.fence")).isEmpty();
    }

    @Test
    void cascades_come_back_parents_first() {
        back(2, "DELETE FROM orders WHERE id = 5");
    }

    @Test
    void values_that_change_places_come_back() {
        back(
                2,
                "UPDATE orders SET note = 'free' WHERE id = 20",
                "UPDATE orders SET note = 'n20' WHERE id = 21",
                "UPDATE orders SET note = 'n21' WHERE id = 20");
    }

    @Test
    void rows_without_a_key_come_back() {
        back(3, "UPDATE nokey SET b = b || '!'");
        back(2, "DELETE FROM nokey WHERE a = 1");
    }

    @Test
    void what_a_trigger_would_alter_comes_back_without_the_trigger_and_that_is_said() {
        var undo = back(1, "UPDATE stamped SET v = 'z' WHERE id = 1");
        assertThat(undo.notes()).anyMatch(note -> note.contains("public.stamped") && note.contains("off"));
        assertThat(target.rows("SELECT tgenabled FROM pg_trigger WHERE tgname = 'stamp'"))
                .containsExactly("(O)");
    }

    @Test
    void what_triggers_write_in_an_undo_is_said() {
        var undo = back(2, "UPDATE watched SET v = 'b'");
        assertThat(undo.notes()).anyMatch(note -> note.contains("public.log") && note.contains("1 rows more"));
    }

    @Test
    void a_table_that_is_in_use_is_not_waited_for_long() throws Exception {
        try (var busy = target.database().connect();
                var statement = busy.createStatement()) {
            busy.setAutoCommit(false);
            statement.execute("UPDATE stamped SET v = 'busy' WHERE id = 2");
            var undo = rehearse("UPDATE stamped SET v = 'z' WHERE id = 1");
            assertThat(undo.problem()).isNotNull();
            assertThat(undo.problem().reason()).isEqualTo(Reason.LOCK_TIMEOUT);
            busy.rollback();
        }
    }

    @Test
    void changes_of_structure_come_back() {
        var before = everything();
        for (var sql : List.of(
                "ALTER TABLE orders ADD COLUMN extra int",
                "DROP TABLE line",
                "ALTER TABLE orders DROP COLUMN total",
                "CREATE INDEX ON orders (total)")) {
            var operation = target.operation("run_sql", Map.of("sql", sql));
            var undo = rehearse(operation);
            assertThat(undo.problem()).as(sql).isNull();
            assertThat(undo.effects()).as(sql).isPositive();
            assertThat(undo.back()).as(sql).isEqualTo(undo.effects());
            assertThat(undo.notes()).as(sql).noneMatch(note -> note.contains("not quite"));
        }
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void what_a_rehearsal_can_not_do_is_said() {
        var undo = rehearse(target.operation("run_sql", Map.of("sql", "TRUNCATE line")));
        assertThat(undo.problem()).isNotNull();
        assertThat(undo.problem().detail()).contains("transaction of their own");
    }

    @Test
    void nobody_who_did_not_ask_pays_for_it() {
        var operation = target.operation("run_sql", Map.of("sql", "UPDATE orders SET total = 0 WHERE id = 1"));
        assertThat(target.connector().rehearse(operation, Target.always(Target.newId(), Target.session())))
                .isInstanceOfSatisfying(
                        Performance.RolledBack.class,
                        taken -> assertThat(taken.undo()).isEmpty());
    }

    private static List<String> everything() {
        return List.of(
                target.rows("SELECT * FROM orders").toString(),
                target.rows("SELECT * FROM line").toString(),
                target.rows("SELECT * FROM nokey").toString(),
                target.rows("SELECT * FROM part").toString(),
                target.rows("SELECT * FROM log").toString());
    }

    private static UndoRehearsal back(long rows, String... statements) {
        var undo = rehearse(statements);
        assertThat(undo.problem()).isNull();
        assertThat(undo.effects()).isEqualTo(rows);
        assertThat(undo.back()).isEqualTo(rows);
        assertThat(undo.took()).isPositive();
        return undo;
    }

    private static UndoRehearsal rehearse(String... statements) {
        return rehearse(target.operation("run_sql", Map.of("statements", List.of(statements))));
    }

    private static UndoRehearsal rehearse(dev.astern.connector.Operation operation) {
        return switch (target.connector().rehearse(operation, new ToBeShown(Target.newId(), Target.session()))) {
            case Performance.RolledBack taken -> taken.undo().orElseThrow();
            case Performance other -> throw new AssertionError(other);
        };
    }

    private record ToBeShown(String actionId, SessionRef session) implements Execution {
        @Override
        public Duration timeout() {
            return Duration.ofSeconds(30);
        }

        @Override
        public boolean rehearsesUndo() {
            return true;
        }

        @Override
        public Clearance clear(Observed observed) {
            return new Clearance.Commit();
        }

        @Override
        public void onCancel(Runnable cancel) {
            // Nobody cancels.
        }
    }
}
