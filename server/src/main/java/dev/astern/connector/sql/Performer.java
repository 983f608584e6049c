package dev.astern.connector.sql;

import dev.astern.connector.Clearance;
import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Output;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.Reads;
import dev.astern.connector.Reason;
import dev.astern.connector.UndoRehearsal;
import dev.astern.connector.sql.statement.LeasedCommit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;

/**
 * One transaction at the target: fence, statements, look at what they did, the gateway's clearance, commit. Used once.
 */
final class Performer {
    private static final long IDLE_MS = 60_000;

    /** The database's counts of "this transaction" hold earlier ones until they are flushed; so they are, at its end. */
    private static final String FLUSH_COUNTS = "SELECT pg_catalog.pg_stat_force_next_flush()";

    private final Connection connection;
    private final SqlOperation operation;
    private final Execution execution;
    private final SqlSettings settings;
    private final Observation observation;
    private final Measure measure;
    private final UndoTrial undo;
    private final boolean rehearsal;
    private long begun;
    private volatile boolean cancelled;

    Performer(
            Connection connection,
            SqlOperation operation,
            Execution execution,
            SqlSettings settings,
            Observation observation,
            Measure measure,
            UndoTrial undo,
            boolean rehearsal) {
        this.connection = connection;
        this.operation = operation;
        this.execution = execution;
        this.settings = settings;
        this.observation = observation;
        this.measure = measure;
        this.undo = undo;
        this.rehearsal = rehearsal;
    }

    Performance perform() {
        try {
            begin();
            execution.onCancel(this::cancel);
            return run();
        } catch (SQLException e) {
            return new Performance.Failed(
                    cancelled ? Problem.of(Reason.CANCELLED, "it was cancelled before the commit") : SqlProblems.of(e));
        }
    }

    /** What an earlier action set is gone before anything else happens; one message for all of it. */
    private void begin() throws SQLException {
        connection.setReadOnly(operation.readOnly());
        var sql = "RESET ROLE; RESET ALL; SET LOCAL lock_timeout = "
                + settings.lockTimeout().toMillis()
                + "; SET LOCAL statement_timeout = " + execution.timeout().toMillis()
                + "; SET LOCAL idle_in_transaction_session_timeout = "
                + (IDLE_MS + execution.timeout().toMillis())
                + (operation.readOnly()
                        ? ""
                        : "; " + FLUSH_COUNTS + "; SELECT astern.begin_action("
                                + Identifiers.literal(execution.actionId()) + ")");
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
        begun = System.nanoTime();
    }

    private Performance run() throws SQLException {
        var output = new Output(0, statements());
        return operation.readOnly() ? read(output) : write(output);
    }

    private List<Output.Result> statements() throws SQLException {
        var results = new ArrayList<Output.Result>();
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (var sql : operation.statements()) {
                results.add(Results.run(statement, sql, settings));
            }
        }
        return results;
    }

    private Performance read(Output output) throws SQLException {
        var reads = new ReadsQuery(observation.tables().values()).of(connection, output);
        var cleared = execution.clear(Observed.nothing());
        connection.rollback();
        return switch (cleared) {
            case Clearance.Commit commit -> new Performance.Committed(Observed.nothing(), reads, output);
            case Clearance.RollBack no ->
                new Performance.RolledBack(Observed.nothing(), Reads.none(), output, no.problem());
        };
    }

    private Performance write(Output output) throws SQLException {
        var seen = observation.all(connection, measure.able());
        if (seen.problem().isPresent()) {
            connection.rollback();
            return new Performance.Failed(seen.problem().get());
        }
        var parts = seen.parts();
        var observed = looked(
                parts,
                Observation.observed(parts, List.of(), SequenceNotes.of(connection, parts), operation.tier())
                        .withExtent(measure.of(connection, parts, seen.tables())));
        var undone = rehearsal && execution.rehearsesUndo() && !parts.isEmpty()
                ? Optional.of(undo.of(connection, parts, execution))
                : Optional.<UndoRehearsal>empty();
        return switch (execution.clear(observed)) {
            case Clearance.Commit commit ->
                rehearsal ? rehearsed(observed, output, undone) : commit(commit, observed, output);
            case Clearance.RollBack no -> {
                connection.rollback();
                yield new Performance.RolledBack(observed, Reads.none(), output, no.problem());
            }
        };
    }

    /** Whoever looks at a rehearsal wants to see rows; whoever is bound to a state wants to know that it is the same. */
    private Observed looked(List<Observation.Part> parts, Observed observed) throws SQLException {
        if (measure.secret().isEmpty() || parts.isEmpty()) {
            return observed;
        }
        if (rehearsal) {
            return Preview.of(connection, measure.secret(), parts, observed);
        }
        return execution.bindsBeforeState() ? observed.withPreview(Preview.before(connection), List.of()) : observed;
    }

    private Performance rehearsed(Observed observed, Output output, Optional<UndoRehearsal> undone)
            throws SQLException {
        connection.rollback();
        return new Performance.RolledBack(
                observed, Reads.none(), output, Problem.of(Reason.CANCELLED, "it was a rehearsal"), undone);
    }

    private Performance commit(Clearance.Commit cleared, Observed observed, Output output) {
        try {
            LeasedCommit.commit(connection, cleared, begun);
            return new Performance.Committed(observed, Reads.none(), output);
        } catch (SQLException e) {
            return SqlProblems.lost(e)
                    ? new Performance.InDoubt(observed, output, SqlProblems.of(e))
                    : new Performance.Failed(SqlProblems.of(e));
        }
    }

    private void cancel() {
        cancelled = true;
        try {
            connection.unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException e) {
            // The clearance refuses in any case; this only makes it sooner.
        }
    }
}
