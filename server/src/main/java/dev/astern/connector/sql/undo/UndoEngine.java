package dev.astern.connector.sql.undo;

import dev.astern.connector.Clearance;
import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.sql.Identifiers;
import dev.astern.connector.sql.SqlProblems;
import dev.astern.connector.sql.catalog.TrackedTable;
import dev.astern.connector.sql.catalog.TrackedTables;
import dev.astern.connector.sql.statement.LeasedCommit;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.PGConnection;

/** Plans and applies undos on connections that it is given. */
public final class UndoEngine {
    private static final int MAX_ATTEMPTS = 6;
    private static final Duration REHEARSAL_PATIENCE = Duration.ofMillis(500);

    /** Rows are found by their keys; without this the planner reads whole tables for a tenth of their rows. */
    private static final String PLANNING = "RESET ALL; SET LOCAL work_mem = '64MB'; SET LOCAL random_page_cost = 1.1; ";

    /** Others were writing: serialization failure, deadlock, a key or a parent that came or went meanwhile. */
    private static final Set<String> START_OVER = Set.of("40001", "40P01", "23505", "23503");

    /** Tells what the connection's transaction has captured. */
    @FunctionalInterface
    public interface Observer {
        Observed observe(Connection connection) throws SQLException;
    }

    private final Duration lockTimeout;
    private final Observer observer;

    public UndoEngine(Duration lockTimeout, Observer observer) {
        this.lockTimeout = lockTimeout;
        this.observer = observer;
    }

    /** What an undo would do now. The connection's transaction is rolled back. */
    public UndoReport plan(Connection connection, UndoRequest request) throws SQLException {
        connection.setAutoCommit(false);
        try {
            var work = work(connection, request);
            work.prepare(request, false);
            var reports = new Reports(connection, work.tables(), work.erased());
            return reports.read(request.itemLimit(), notes(work), reports.digest(), 1);
        } finally {
            connection.rollback();
        }
    }

    /**
     * Takes back what the connection's own transaction has done so far, within it, by the rights of whoever did it. The
     * caller rolls back.
     *
     * @param secret of the target's previews
     * @param touched the journals that the transaction wrote to
     * @param tables all tables, also of earlier shapes
     * @throws ProblemException where the rows do not come back
     */
    public UndoReport rehearse(
            Connection connection,
            String secret,
            List<TrackedTable> touched,
            Collection<TrackedTable> tables,
            Duration timeout)
            throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("RESET ROLE; " + PLANNING + "SET LOCAL lock_timeout = " + lockTimeout.toMillis()
                    + "; SET LOCAL statement_timeout = " + timeout.toMillis());
        }
        var work = new Work(connection, Selection.own(connection, secret, touched), tables);
        work.prepare(new UndoRequest(List.of(), UndoRequest.OnConflict.KEEP, Map.of(), 0, null), true);
        var notes = new ArrayList<>(notes(work));
        // Whoever works at the table waits for this, and nobody has decided yet that it is worth that.
        var patience = lockTimeout.compareTo(REHEARSAL_PATIENCE) < 0 ? lockTimeout : REHEARSAL_PATIENCE;
        new Apply(connection, work, patience, TriggerSwitch.ofRehearsal(secret)).run(notes);
        return new Reports(connection, work.tables(), work.erased()).read(0, notes, "", 1);
    }

    /** Applies, reads back, commits. The connection is an undo's login, in no transaction. */
    public UndoPerformance undo(Connection connection, UndoRequest request, Execution execution) {
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(connection, request, execution, attempt);
            } catch (ProblemException e) {
                rollback(connection);
                return new UndoPerformance.NotApplied(e.problem());
            } catch (SQLException e) {
                rollback(connection);
                if (attempt == MAX_ATTEMPTS || !START_OVER.contains(String.valueOf(e.getSQLState()))) {
                    return new UndoPerformance.NotApplied(SqlProblems.of(e));
                }
            }
        }
    }

    private UndoPerformance attempt(Connection connection, UndoRequest request, Execution execution, int attempt)
            throws SQLException {
        begin(connection, execution);
        long begun = System.nanoTime();
        execution.onCancel(() -> cancel(connection));
        var work = work(connection, request);
        work.prepare(request, true);
        var reports = new Reports(connection, work.tables(), work.erased());
        var planned = request.planDigest();
        // Nobody is bound to the decisions of an undo without a plan, and their digest is not for nothing.
        var digest = planned == null ? "" : reports.digest();
        if (planned != null && !planned.equals(digest)) {
            connection.rollback();
            return new UndoPerformance.NotApplied(
                    Problem.of(Reason.PLAN_MOVED, "what the plan saw is not what is there now"));
        }
        var notes = new ArrayList<>(notes(work));
        new Apply(connection, work, lockTimeout, TriggerSwitch.OF_UNDO).run(notes);
        remember(connection, request, execution.actionId());
        var observed = observer.observe(connection);
        var report = reports.read(request.itemLimit(), notes, digest, attempt);
        return switch (execution.clear(observed)) {
            case Clearance.RollBack no -> {
                connection.rollback();
                yield new UndoPerformance.NotApplied(no.problem());
            }
            case Clearance.Commit cleared -> commit(connection, cleared, begun, report, observed);
        };
    }

    private static UndoPerformance commit(
            Connection connection, Clearance.Commit cleared, long begun, UndoReport report, Observed observed) {
        try {
            LeasedCommit.commit(connection, cleared, begun);
            return new UndoPerformance.Applied(report, observed);
        } catch (SQLException e) {
            return SqlProblems.lost(e)
                    ? new UndoPerformance.InDoubt(report, observed, SqlProblems.of(e))
                    : new UndoPerformance.NotApplied(SqlProblems.of(e));
        }
    }

    private void begin(Connection connection, Execution execution) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute(PLANNING + "SET LOCAL lock_timeout = "
                    + lockTimeout.toMillis()
                    + "; SET LOCAL statement_timeout = " + execution.timeout().toMillis()
                    + "; SELECT pg_catalog.pg_stat_force_next_flush(); SELECT astern.begin_action("
                    + Identifiers.literal(execution.actionId()) + ")");
        }
    }

    private static Work work(Connection connection, UndoRequest request) throws SQLException {
        var tables = TrackedTables.load(connection);
        return new Work(connection, Selection.read(connection, request, tables), tables);
    }

    /** So that a later undo of the same actions knows that this one came before. */
    private static void remember(Connection connection, UndoRequest request, String undo) throws SQLException {
        var ids = request.actions().stream().map(UndoRequest.Selected::actionId).toArray();
        try (var insert = connection.prepareStatement(
                "INSERT INTO astern.undone (action, undo) SELECT a, ? FROM pg_catalog.unnest(?) a")) {
            insert.setString(1, undo);
            insert.setArray(2, connection.createArrayOf("text", ids));
            insert.executeUpdate();
        }
    }

    private static List<String> notes(Work work) {
        var notes = new ArrayList<String>();
        for (var table : work.gone()) {
            notes.add("table " + table.resource() + " is no more; its rows were not looked at");
        }
        for (var table : work.tables()) {
            if (!table.lost().isEmpty()) {
                notes.add("table " + table.table().resource() + " has no columns " + table.lost()
                        + " any more; their values do not come back");
            }
        }
        return notes;
    }

    private static void cancel(Connection connection) {
        try {
            connection.unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException e) {
            // The clearance refuses in any case; this only makes it sooner.
        }
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The connection is broken, so its transaction is gone anyway.
        }
    }
}
