package dev.astern.connector.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Settles an action by inserting its id as void: whoever comes first, its transaction or this, wins for good. */
final class Fence {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String UNIQUE_VIOLATION = "23505";
    private static final ScheduledExecutorService IMPATIENT = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("astern-fence").daemon().factory());

    private final OwnerConnections connections;

    Fence(OwnerConnections connections) {
        this.connections = connections;
    }

    /** @return the transaction that applied the action, or empty when none did and none ever will */
    Optional<String> settle(String actionId) throws SQLException {
        try (var connection = connections.open()) {
            connection.setAutoCommit(true);
            if (insertVoid(connection, actionId)) {
                return Optional.empty();
            }
            return applied(connection, actionId);
        }
    }

    private boolean insertVoid(Connection connection, String actionId) throws SQLException {
        int waiting = backend(connection);
        var ender = IMPATIENT.schedule(() -> endBlockers(waiting), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        try (var insert = connection.prepareStatement(
                "INSERT INTO astern.fence VALUES (?, pg_catalog.pg_current_xact_id(), 'v', pg_catalog.now())")) {
            insert.setString(1, actionId);
            insert.executeUpdate();
            return true;
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        } finally {
            ender.cancel(false);
        }
    }

    /** The transaction that holds the id has had its time; its end tells which way it went. */
    private void endBlockers(int waiting) {
        try (var connection = connections.open();
                var end =
                        connection.prepareStatement("SELECT pg_catalog.pg_terminate_backend(b) FROM pg_catalog.unnest("
                                + "pg_catalog.pg_blocking_pids(?)) b")) {
            end.setInt(1, waiting);
            end.execute();
        } catch (SQLException e) {
            // The insert goes on waiting, and its own connection's time limits end that.
            System.getLogger(Fence.class.getName()).log(System.Logger.Level.WARNING, "blockers could not be ended", e);
        }
    }

    private static int backend(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = 60000");
            try (var row = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** Where an action was applied; empty when it was not, so far. */
    static Optional<String> applied(Connection connection, String actionId) throws SQLException {
        try (var select =
                connection.prepareStatement("SELECT xact::text FROM astern.fence WHERE action = ? AND state = 'a'")) {
            select.setString(1, actionId);
            try (var row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }
}
