package dev.astern.connector.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Lends connections of the gateway's own role for a look or a statement, and keeps a few of them for a moment: logging
 * in costs a target more than most of what is asked. There are as many as are asked for at once, so that whoever holds
 * one may ask for another. Whoever sets anything that outlives a transaction opens a connection of its own.
 */
final class KeptConnections implements AutoCloseable {
    private static final int KEPT = 4;

    private final OwnerConnections connections;
    private final IdleConnections idle = new IdleConnections();
    private final Duration keep;
    private volatile boolean closed;

    /** @param keep how long one is kept that nobody asks for */
    KeptConnections(OwnerConnections connections, Duration keep) {
        this.connections = connections;
        this.keep = keep;
    }

    /** One that answers, in no transaction and committing by itself; close it to give it back. */
    Lent lend() throws SQLException {
        var kept = idle.take(0);
        return new Lent(kept != null ? kept : connections.open());
    }

    /** A connection that goes back when closed; a transaction that is still open then is rolled back. */
    final class Lent implements AutoCloseable {
        private final Connection connection;

        private Lent(Connection connection) {
            this.connection = connection;
        }

        Connection connection() {
            return connection;
        }

        @Override
        public void close() {
            try {
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
                keep(connection);
            } catch (SQLException e) {
                IdleConnections.close(connection);
            }
        }
    }

    private void keep(Connection connection) {
        idle.give(connection);
        idle.keep(closed ? 0 : KEPT);
        CompletableFuture.delayedExecutor(keep.toMillis() + 1, TimeUnit.MILLISECONDS)
                .execute(() -> idle.closeOlderThan(keep.toNanos()));
    }

    @Override
    public void close() {
        closed = true;
        idle.keep(0);
    }
}
