package dev.astern.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Clearance;
import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Reason;
import dev.astern.connector.SessionRef;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Others write the same rows while an undo waits for them, or between its looks and its commit. */
class UndoRaceTest {
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private Target target;

    @BeforeEach
    void install() {
        target = new Target(
                "CREATE TABLE parent (id int PRIMARY KEY, f text, g text)",
                "CREATE TABLE child (id int PRIMARY KEY, parent int REFERENCES parent ON DELETE CASCADE)",
                "INSERT INTO parent VALUES (1, 'a', 'x'), (2, 'a', 'x')",
                "INSERT INTO child VALUES (1, 1)");
    }

    @AfterEach
    void close() {
        target.close();
        executor.close();
    }

    @Test
    void an_edit_that_the_undo_waited_for_is_kept() throws SQLException {
        var id = target.act("UPDATE parent SET f = 'b', g = 'y' WHERE id = 1");
        var report = whileOpen("UPDATE parent SET f = 'c' WHERE id = 1", id);
        assertThat(target.rows("SELECT * FROM parent WHERE id = 1")).containsExactly("(1,c,x)");
        assertThat(report.count(UndoResult.KEPT)).isEqualTo(1);
    }

    @Test
    void a_child_whose_insert_the_undo_waited_for_keeps_its_parent() throws SQLException {
        var id = target.act("INSERT INTO parent VALUES (9, 'n', 'n')");
        var report = whileOpen("INSERT INTO child VALUES (9, 9)", id);
        assertThat(target.rows("SELECT * FROM child WHERE id = 9")).hasSize(1);
        assertThat(report.counts())
                .singleElement()
                .extracting(UndoReport.Count::reason)
                .isEqualTo(Reason.REFERENCED_BY_OTHERS);
    }

    @Test
    void a_key_that_came_back_meanwhile_is_kept_after_starting_over() throws SQLException {
        var id = target.act("DELETE FROM parent WHERE id = 2");
        var report = whileOpen("INSERT INTO parent VALUES (2, 'other', 'other')", id);
        assertThat(target.rows("SELECT * FROM parent WHERE id = 2")).containsExactly("(2,other,other)");
        assertThat(report.counts())
                .singleElement()
                .extracting(UndoReport.Count::reason)
                .isEqualTo(Reason.KEY_TAKEN);
        assertThat(report.attempts()).isGreaterThan(1);
    }

    @Test
    void a_parent_that_went_meanwhile_keeps_its_child_out() throws SQLException {
        var id = target.act("DELETE FROM child WHERE id = 1");
        var report = whileOpen("DELETE FROM parent WHERE id = 1", id);
        assertThat(target.rows("SELECT * FROM child")).isEmpty();
        assertThat(report.counts())
                .singleElement()
                .extracting(UndoReport.Count::reason)
                .isEqualTo(Reason.PARENT_MISSING);
    }

    @Test
    void nobody_gets_between_the_read_back_and_the_commit() throws SQLException {
        var id = target.act("INSERT INTO parent VALUES (9, 'n', 'n')", "UPDATE parent SET f = 'b' WHERE id = 1");
        var others = new ArrayList<CompletableFuture<Void>>();
        var undo = target.connector().undo(target.request(id), new Before(() -> {
            others.add(run(() -> target.owner("UPDATE parent SET f = 'c' WHERE id = 1")));
            others.add(run(() -> target.owner("INSERT INTO child VALUES (9, 9)")));
            awaitWaiting(2);
        }));
        assertThat(undo).isInstanceOf(UndoPerformance.Applied.class);
        others.getFirst().join();
        assertThat(others.getLast().handle((done, failure) -> failure != null).join())
                .isTrue();
        assertThat(target.rows("SELECT f FROM parent")).containsExactlyInAnyOrder("(c)", "(a)");
    }

    private CompletableFuture<Void> run(Runnable task) {
        return CompletableFuture.runAsync(task, executor);
    }

    /** Runs an undo that has to wait for somebody's open transaction, which then commits. */
    private UndoReport whileOpen(String sql, String action) throws SQLException {
        try (Connection other = target.database().connect();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(sql);
            var undo = CompletableFuture.supplyAsync(() -> target.undo(action), executor);
            awaitWaiting(1);
            other.commit();
            return undo.join();
        }
    }

    private void awaitWaiting(int backends) {
        var sql = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while (target.rows(sql).size() < backends) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private record Before(Runnable commit) implements Execution {
        private static final SessionRef SESSION = Target.session();

        @Override
        public String actionId() {
            return "act_race";
        }

        @Override
        public SessionRef session() {
            return SESSION;
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(30);
        }

        @Override
        public Clearance clear(Observed observed) {
            commit.run();
            return new Clearance.Commit();
        }

        @Override
        public void onCancel(Runnable cancel) {
            // Nobody cancels.
        }
    }
}
