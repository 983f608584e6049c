package dev.astern.connector.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;

/**
 * Lends connections of the gateway's own role for a look or a statement, and keeps a few of them for a moment: logging
 * in costs a target more than most of what is asked. There are as many as are asked for at once, so that whoever holds
 * one may ask for another. Whoever sets anything that outlives a transaction opens a connection of its own.
 */
final class KeptConnections implements AutoCloseable {
    private static final int KEPT = 4;
    private static final int VALID_TIMEOUT_S = 5;

    private record Idle(Connection connection, long since) {}

    private final OwnerConnections connections;
    private final ConcurrentLinkedDeque<Idle> idle = new ConcurrentLinkedDeque<>();
    private final Duration keep;
    private volatile boolean closed;

    /** @param keep how long one is kept that nobody asks for */
    KeptConnections(OwnerConnections connections, Duration keep) {
        this.connections = connections;
        this.keep = keep;
    }

    /** One that answers, in no transaction and committing by itself; close it to give it back. */
    Lent lend() throws SQLException {
        for (var next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            if (next.connection().isValid(VALID_TIMEOUT_S)) {
                return new Lent(next.connection());
            }
            closeQuietly(next.connection());
        }
        return new Lent(connections.open());
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
                closeQuietly(connection);
            }
        }
    }

    private void keep(Connection connection) {
        idle.addFirst(new Idle(connection, System.nanoTime()));
        if (closed || idle.size() > KEPT) {
            closeOldest();
        } else {
            CompletableFuture.delayedExecutor(keep.toMillis() + 1, TimeUnit.MILLISECONDS)
                    .execute(this::sweep);
        }
    }

    private void closeOldest() {
        var oldest = idle.pollLast();
        if (oldest != null) {
            closeQuietly(oldest.connection());
        }
    }

    private void sweep() {
        for (var oldest = idle.pollLast(); oldest != null; oldest = idle.pollLast()) {
            if (System.nanoTime() - oldest.since() < keep.toNanos()) {
                idle.addLast(oldest);
                return;
            }
            closeQuietly(oldest.connection());
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is not used again, which is all that was wanted.
        }
    }

    @Override
    public void close() {
        closed = true;
        for (var next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            closeQuietly(next.connection());
        }
    }
}
