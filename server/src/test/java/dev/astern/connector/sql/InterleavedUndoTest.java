package dev.astern.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Reason;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody else writes the same rows between two writes of what is taken back. */
class InterleavedUndoTest {
    private Target target;

    @BeforeEach
    void install() {
        target = new Target(
                "CREATE TABLE t (id int PRIMARY KEY, f text, g text, u text UNIQUE, r int NOT NULL UNIQUE)",
                "INSERT INTO t VALUES (1, 'a', 'x', 'u1', 10), (2, 'a', 'x', 'u2', 20), (3, 'a', 'x', 'u3', 30)",
                "CREATE TABLE node (id int PRIMARY KEY, up int REFERENCES node ON DELETE CASCADE, peer int)",
                "CREATE TABLE other (id int PRIMARY KEY, node int NOT NULL REFERENCES node ON DELETE RESTRICT)",
                "ALTER TABLE node ADD FOREIGN KEY (peer) REFERENCES other",
                "INSERT INTO node VALUES (1, NULL, NULL), (2, 1, NULL), (3, 2, NULL)",
                "INSERT INTO other VALUES (1, 3), (2, 2)",
                "UPDATE node SET peer = 1 WHERE id = 2",
                "UPDATE node SET peer = 2 WHERE id = 3");
    }

    @AfterEach
    void close() {
        target.close();
    }

    private String row(int id) {
        return String.join(";", target.rows("SELECT f, g, u FROM t WHERE id = " + id));
    }

    @Test
    void a_field_comes_back_to_what_the_other_had_put_there() {
        var session = Target.session();
        var one = target.act(session, "UPDATE t SET f = 'b', g = 'y' WHERE id = 1");
        target.owner("UPDATE t SET f = 'c' WHERE id = 1");
        var two = target.act(session, "UPDATE t SET f = 'd' WHERE id = 1");
        var report = target.undo(one, two);
        assertThat(row(1)).isEqualTo("(c,x,u1)");
        assertThat(report.count(UndoResult.RESTORED)).isEqualTo(1);
    }

    @Test
    void of_two_sessions_on_one_row_only_the_first_is_taken_back() {
        var first = Target.session();
        var second = Target.session();
        var one = target.act(first, "UPDATE t SET f = '1', g = '1' WHERE id = 1");
        target.act(second, "UPDATE t SET f = '2' WHERE id = 1");
        var two = target.act(first, "UPDATE t SET f = '3', g = '3' WHERE id = 1");
        target.act(second, "UPDATE t SET u = 'second' WHERE id = 1");
        var three = target.act(first, "UPDATE t SET f = '4' WHERE id = 1");
        target.undo(one, two, three);
        assertThat(row(1)).isEqualTo("(2,x,second)");
    }

    @Test
    void a_row_inserted_then_changed_by_another_stays_in_the_others_version() {
        var session = Target.session();
        var one = target.act(session, "INSERT INTO t VALUES (9, 'a', 'x', 'u9', 90)");
        target.owner("UPDATE t SET f = 'c' WHERE id = 9");
        var two = target.act(session, "UPDATE t SET f = 'd' WHERE id = 9");
        var report = target.undo(one, two);
        assertThat(row(9)).isEqualTo("(c,x,u9)");
        assertThat(reason(report, UndoResult.KEPT)).isEqualTo(Reason.ROW_CHANGED_SINCE_INSERT);
        assertThat(report.count(UndoResult.RESTORED)).isZero();
    }

    @Test
    void a_row_inserted_then_changed_by_another_then_deleted_comes_back_in_the_others_version() {
        var session = Target.session();
        var one = target.act(session, "INSERT INTO t VALUES (9, 'a', 'x', 'u9', 90)");
        target.owner("UPDATE t SET f = 'c' WHERE id = 9");
        var two = target.act(session, "DELETE FROM t WHERE id = 9");
        target.undo(one, two);
        assertThat(row(9)).isEqualTo("(c,x,u9)");
    }

    @Test
    void a_row_changed_then_changed_by_another_then_deleted_loses_only_the_agents_change() {
        var session = Target.session();
        var one = target.act(session, "UPDATE t SET f = 'b', g = 'y' WHERE id = 1");
        target.owner("UPDATE t SET f = 'c' WHERE id = 1");
        var two = target.act(session, "DELETE FROM t WHERE id = 1");
        target.undo(one, two);
        assertThat(row(1)).isEqualTo("(c,x,u1)");
    }

    @Test
    void a_row_deleted_and_made_again_by_another_keeps_what_the_other_made() {
        var session = Target.session();
        var one = target.act(session, "DELETE FROM t WHERE id = 1");
        target.owner("INSERT INTO t VALUES (1, 'new', 'new', 'u1', 10)");
        var two = target.act(session, "UPDATE t SET f = 'd' WHERE id = 1");
        var report = target.undo(one, two);
        assertThat(row(1)).isEqualTo("(new,new,u1)");
        assertThat(reason(report, UndoResult.KEPT)).isEqualTo(Reason.KEY_TAKEN);
        assertThat(report.count(UndoResult.RESTORED)).isZero();
    }

    @Test
    void a_field_that_another_wrote_over_between_two_writes_elsewhere_is_not_reported_restored() {
        var session = Target.session();
        var one = target.act(session, "UPDATE t SET f = 'b' WHERE id = 1");
        target.owner("UPDATE t SET f = 'c' WHERE id = 1");
        var two = target.act(session, "UPDATE t SET g = 'y' WHERE id = 1");
        var report = target.undo(one, two);
        assertThat(row(1)).isEqualTo("(c,x,u1)");
        assertThat(reason(report, UndoResult.KEPT)).isEqualTo(Reason.SAME_FIELD_CHANGED);
        assertThat(report.items().getFirst().fields())
                .extracting(field -> field.name() + " " + field.result())
                .containsExactly("f KEPT", "g RESTORED");
        assertThat(report.count(UndoResult.RESTORED)).isZero();
    }

    @Test
    void a_field_written_before_and_after_anothers_write_elsewhere_comes_back_to_the_first() {
        var session = Target.session();
        var one = target.act(session, "UPDATE t SET f = 'b' WHERE id = 1");
        var two = target.act(session, "UPDATE t SET g = 'y' WHERE id = 1");
        target.owner("UPDATE t SET g = 'z' WHERE id = 1");
        var three = target.act(session, "UPDATE t SET f = 'd' WHERE id = 1");
        var report = target.undo(one, two, three);
        assertThat(row(1)).isEqualTo("(a,z,u1)");
        assertThat(reason(report, UndoResult.KEPT)).isEqualTo(Reason.SAME_FIELD_CHANGED);
    }

    @Test
    void unique_values_that_were_swapped_or_moved_round_come_back() {
        var before = target.rows("SELECT * FROM t");
        var id = target.act(
                "UPDATE t SET u = NULL WHERE id = 1",
                "UPDATE t SET u = 'u1' WHERE id = 2",
                "UPDATE t SET u = 'u2' WHERE id = 1",
                "UPDATE t SET r = -1 WHERE id = 1",
                "UPDATE t SET r = 10 WHERE id = 3",
                "UPDATE t SET r = 30 WHERE id = 2",
                "UPDATE t SET r = 20 WHERE id = 1");
        var report = target.undo(id);
        assertThat(target.rows("SELECT * FROM t")).isEqualTo(before);
        assertThat(report.count(UndoResult.RESTORED)).isEqualTo(3);
    }

    @Test
    void a_unique_value_taken_by_another_keeps_only_that_row() {
        var id = target.act("UPDATE t SET u = 'v' || id WHERE id > 0 OR false");
        target.owner("INSERT INTO t VALUES (9, 'o', 'o', 'u2', 90)");
        var report = target.undo(id);
        assertThat(target.rows("SELECT u FROM t")).containsExactlyInAnyOrder("(u1)", "(v2)", "(u3)", "(u2)");
        assertThat(report.count(UndoResult.RESTORED)).isEqualTo(2);
        assertThat(reason(report, UndoResult.KEPT)).isEqualTo(Reason.UNIQUE_TAKEN);
    }

    @Test
    void self_references_and_cycles_come_back_whole() {
        var nodes = target.rows("SELECT * FROM node");
        var others = target.rows("SELECT * FROM other");
        var id = target.act(
                "UPDATE node SET peer = NULL WHERE id > 0 OR false",
                "DELETE FROM other",
                "DELETE FROM node WHERE id = 1");
        assertThat(target.rows("SELECT * FROM node")).isEmpty();
        target.undo(id);
        assertThat(target.rows("SELECT * FROM node")).isEqualTo(nodes);
        assertThat(target.rows("SELECT * FROM other")).isEqualTo(others);
    }

    private static Reason reason(UndoReport report, UndoResult result) {
        return report.counts().stream()
                .filter(count -> count.result() == result)
                .map(UndoReport.Count::reason)
                .findFirst()
                .orElseThrow();
    }
}
