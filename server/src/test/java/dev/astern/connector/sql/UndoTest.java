package dev.astern.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Reason;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.connector.UndoResult;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UndoTest {
    private Target target;

    @BeforeEach
    void install() {
        target = new Target(
                "CREATE TABLE customer (id int PRIMARY KEY, name text, mail text UNIQUE, score float8)",
                """
                CREATE TABLE orders (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, total numeric, doc json,
                    customer int REFERENCES customer ON DELETE CASCADE, doubled numeric GENERATED ALWAYS AS (total * 2) STORED)
                """,
                "CREATE TABLE nokey (a int, b text)",
                "CREATE TABLE stamped (id int PRIMARY KEY, v text, at timestamptz DEFAULT now())",
                """
                CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN NEW.at := clock_timestamp(); RETURN NEW; END $$""",
                "CREATE TRIGGER stamp BEFORE UPDATE ON stamped FOR EACH ROW EXECUTE FUNCTION stamp()",
                """
                INSERT INTO customer VALUES (1, 'Ada', 'ada@x', '-0'), (2, 'Bob', 'bob@x', 1.5), (3, 'Cy', NULL, NULL)""",
                "INSERT INTO orders (total, doc, customer) VALUES (10.50, '{\"a\": 1, \"a\":2}', 1), (20, NULL, 1), (30, '[]', 2)",
                "INSERT INTO nokey VALUES (1, 'x'), (1, 'x'), (2, 'y')",
                "INSERT INTO stamped VALUES (1, 'a', '2020-01-01')");
    }

    @AfterEach
    void close() {
        target.close();
    }

    private List<String> everything() {
        return List.of(
                target.rows("SELECT * FROM customer").toString(),
                target.rows("SELECT * FROM orders").toString(),
                target.rows("SELECT * FROM nokey").toString(),
                target.rows("SELECT * FROM stamped").toString());
    }

    @Test
    void a_cascading_delete_and_a_bulk_update_come_back_exactly() {
        var before = everything();
        var session = Target.session();
        var one = target.act(session, "DELETE FROM customer WHERE id = 1");
        var two = target.act(
                session, "UPDATE orders SET total = total * 3 WHERE total > 0 OR false", "DELETE FROM nokey");
        var report = target.undo(one, two);
        assertThat(everything()).isEqualTo(before);
        assertThat(report.count(UndoResult.RESTORED)).isEqualTo(7);
        assertThat(report.counts()).allMatch(count -> count.result() == UndoResult.RESTORED);
    }

    @Test
    void a_colleagues_fields_are_kept_and_listed() {
        var id = target.act("UPDATE customer SET name = 'X', mail = 'x@x' WHERE id = 2");
        target.owner("UPDATE customer SET name = 'Robert', score = 9 WHERE id = 2");
        var request = target.request(id);
        var plan = target.connector().planUndo(request);
        var bound = new UndoRequest(
                request.actions(), request.onConflict(), request.choices(), request.itemLimit(), plan.digest());
        var report = target.undo(Target.newId(), bound);
        assertThat(plan.counts()).isEqualTo(report.counts());
        assertThat(plan.digest()).isEqualTo(report.digest());
        assertThat(target.rows("SELECT * FROM customer WHERE id = 2")).containsExactly("(2,Robert,bob@x,9)");
        var item = report.items().getFirst();
        assertThat(item.result()).isEqualTo(UndoResult.KEPT);
        assertThat(item.reason()).isEqualTo(Reason.SAME_FIELD_CHANGED);
        assertThat(item.fields())
                .extracting(f -> f.name() + " " + f.before() + ">" + f.after() + " now " + f.now() + " " + f.result())
                .containsExactly(
                        "name Bob>X now Robert KEPT", "mail bob@x>x@x now x@x RESTORED", "score 1.5>1.5 now 9 KEPT");
    }

    @Test
    void a_person_can_choose_to_restore() {
        var id = target.act("UPDATE customer SET name = 'X' WHERE id = 2");
        target.owner("UPDATE customer SET name = 'Robert' WHERE id = 2");
        var item = target.connector().planUndo(target.request(id)).items().getFirst();
        var request = target.request(id);
        var report = target.undo(
                Target.newId(),
                new UndoRequest(request.actions(), OnConflict.KEEP, Map.of(item.id(), OnConflict.RESTORE), 10, null));
        assertThat(report.count(UndoResult.RESTORED)).isEqualTo(1);
        assertThat(target.rows("SELECT name FROM customer WHERE id = 2")).containsExactly("(Bob)");
    }

    @Test
    void an_inserted_row_that_others_refer_to_is_kept() {
        var id = target.act("INSERT INTO customer VALUES (9, 'New', 'new@x', 0), (10, 'Newer', NULL, 0)");
        target.owner("INSERT INTO orders (total, customer) VALUES (1, 9)");
        var report = target.undo(id);
        assertThat(only(report, UndoResult.KEPT)).isEqualTo(Reason.REFERENCED_BY_OTHERS);
        assertThat(target.rows("SELECT id FROM customer WHERE id > 8")).containsExactly("(9)");
        assertThat(target.rows("SELECT * FROM orders WHERE customer = 9")).hasSize(1);
    }

    @Test
    void an_inserted_row_that_was_changed_since_is_kept() {
        var id = target.act("INSERT INTO customer VALUES (9, 'New', 'new@x', 0)");
        target.owner("UPDATE customer SET score = 5 WHERE id = 9");
        assertThat(only(target.undo(id), UndoResult.KEPT)).isEqualTo(Reason.ROW_CHANGED_SINCE_INSERT);
        assertThat(target.rows("SELECT id FROM customer WHERE id = 9")).hasSize(1);
    }

    @Test
    void a_deleted_key_that_exists_again_is_kept_and_taken_values_too() {
        var id = target.act("DELETE FROM customer WHERE id IN (2, 3)");
        target.owner("INSERT INTO customer VALUES (3, 'Other', NULL, 1), (7, 'Thief', 'bob@x', 1)");
        var report = target.undo(id);
        assertThat(report.items()).extracting(item -> item.reason()).contains(Reason.KEY_TAKEN, Reason.UNIQUE_TAKEN);
        assertThat(target.rows("SELECT id FROM customer WHERE id IN (2, 3)")).containsExactly("(3)");
    }

    @Test
    void a_parent_that_went_away_keeps_its_children_out() {
        var id = target.act("DELETE FROM orders WHERE customer = 2");
        target.owner("DELETE FROM customer WHERE id = 2");
        assertThat(only(target.undo(id), UndoResult.KEPT)).isEqualTo(Reason.PARENT_MISSING);
    }

    @Test
    void an_undo_can_be_undone_and_done_again() {
        var before = everything();
        var id = target.act("UPDATE customer SET name = name || '!' WHERE id > 0 OR false", "DELETE FROM orders");
        var after = everything();
        var undo = Target.newId();
        target.undo(undo, target.request(id));
        assertThat(everything()).isEqualTo(before);
        target.undo(undo);
        assertThat(everything()).isEqualTo(after);
        target.undo(id);
        assertThat(everything()).isEqualTo(before);
        assertThat(target.undo(id).count(UndoResult.ALREADY_BACK)).isEqualTo(6);
    }

    @Test
    void a_trigger_that_changes_what_is_written_does_not_win() {
        var before = everything();
        var id = target.act("UPDATE stamped SET v = 'b' WHERE id = 1");
        var report = target.undo(id);
        assertThat(everything()).isEqualTo(before);
        assertThat(report.notes()).anyMatch(note -> note.contains("triggers of public.stamped"));
        assertThat(target.rows("SELECT tgenabled FROM pg_trigger WHERE tgname = 'stamp'"))
                .containsExactly("(O)");
    }

    @Test
    void rows_without_a_key_are_put_back_by_their_contents() {
        var before = everything();
        var id = target.act("UPDATE nokey SET b = b || '!'");
        target.undo(id);
        assertThat(everything()).isEqualTo(before);

        var other = target.act("UPDATE nokey SET b = b || '!'");
        target.owner("UPDATE nokey SET b = 'mine' WHERE a = 2");
        var report = target.undo(other);
        assertThat(only(report, UndoResult.GONE)).isEqualTo(Reason.TARGET_GONE);
        assertThat(target.rows("SELECT * FROM nokey")).containsExactly("(1,x)", "(1,x)", "(2,mine)");
    }

    @Test
    void rows_without_a_key_that_an_update_left_as_they_were_hold_nothing_back() {
        var id = target.act("UPDATE nokey SET b = 'x' WHERE a < 9");
        target.owner("INSERT INTO nokey VALUES (3, 'mine')");
        target.undo(id);
        assertThat(target.rows("SELECT * FROM nokey")).containsExactly("(1,x)", "(1,x)", "(2,y)", "(3,mine)");

        target.owner("INSERT INTO nokey VALUES (4, 'z')");
        var other = target.act("UPDATE nokey SET b = 'x' WHERE a IN (1, 2, 4)");
        target.owner("UPDATE nokey SET a = 5 WHERE a = 2");
        var report = target.undo(other);
        assertThat(only(report, UndoResult.GONE)).isEqualTo(Reason.TARGET_GONE);
        assertThat(report.count(UndoResult.RESTORED)).isEqualTo(1);
        assertThat(target.rows("SELECT * FROM nokey")).containsExactly("(1,x)", "(1,x)", "(3,mine)", "(4,z)", "(5,x)");
    }

    @Test
    void images_without_a_key_belong_together_wherever_the_journal_has_room() {
        target.owner("INSERT INTO nokey SELECT g, repeat('f', 50) FROM generate_series(10, 3000) g");
        for (int i = 0; i < 3; i++) {
            target.act("UPDATE nokey SET b = b || '" + i + "' WHERE a % 3 = " + i);
        }
        target.prune();
        target.owner("VACUUM");
        target.act("UPDATE nokey SET b = b || 'small' WHERE a % 7 = 0");
        var before = target.rows("SELECT * FROM nokey WHERE a <> 500");
        var id = target.act("UPDATE nokey SET b = a || repeat('g', a % 90)");
        target.owner("UPDATE nokey SET b = 'mine' WHERE a = 500");
        assertThat(target.undo(id).count(UndoResult.GONE)).isEqualTo(1);
        assertThat(target.rows("SELECT * FROM nokey WHERE a <> 500")).isEqualTo(before);
        assertThat(target.rows("SELECT b FROM nokey WHERE a = 500")).containsExactly("(mine)");
    }

    @Test
    void own_later_writes_of_a_selection_compose() {
        var before = everything();
        var session = Target.session();
        var one = target.act(session, "INSERT INTO customer VALUES (9, 'New', 'n@x', 0)");
        var two = target.act(session, "UPDATE customer SET id = 99, name = 'Moved' WHERE id = 9");
        var three = target.act(session, "UPDATE customer SET mail = 'bob2@x' WHERE id = 2");
        var four = target.act(session, "UPDATE customer SET mail = 'bob@x' WHERE id = 99");
        target.undo(one, two, three, four);
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void a_unique_value_goes_from_row_to_row_and_back() {
        var before = everything();
        var taken = target.act(
                "DELETE FROM orders",
                "DELETE FROM customer WHERE id = 1",
                """
                UPDATE customer SET mail = 'ada@x' WHERE id = 2""",
                "INSERT INTO customer VALUES (9, 'New', 'bob@x', 0)");
        target.undo(taken);
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void altered_images_are_not_used() {
        var id = target.act("UPDATE customer SET name = 'X' WHERE id = 2");
        target.owner("UPDATE astern.j_1 SET c2 = 'forged' WHERE side = '-'");
        var undo = target.connector().undo(target.request(id), Target.always(Target.newId(), Target.session()));
        assertThat(undo)
                .isInstanceOfSatisfying(
                        UndoPerformance.NotApplied.class,
                        not -> assertThat(not.problem().reason()).isEqualTo(Reason.BEFORE_STATE_ALTERED));
    }

    private static Reason only(UndoReport report, UndoResult result) {
        var reasons = report.counts().stream()
                .filter(count -> count.result() == result)
                .map(UndoReport.Count::reason)
                .toList();
        assertThat(reasons).hasSize(1);
        return Objects.requireNonNull(reasons.getFirst());
    }
}
