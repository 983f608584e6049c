package dev.astern.storage.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The journal's own connection, so that a read that waits does not hold up what is to become durable. */
final class JournalConnection implements AutoCloseable {
    /** How long after another node wrote this one asks for its place before it writes. */
    private static final long CONTENDED_NANOS = Duration.ofSeconds(1).toNanos();

    private final DataSource dataSource;
    private @Nullable Connection connection;
    private long lastContended = System.nanoTime() - CONTENDED_NANOS;

    JournalConnection(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    Connection open() throws SQLException {
        if (connection == null) {
            connection = dataSource.getConnection();
        }
        return connection;
    }

    /** Whether other nodes write at the moment. */
    boolean contended() {
        return System.nanoTime() - lastContended < CONTENDED_NANOS;
    }

    /** Does work while no other node writes, and commits it. */
    <T> T locked(Work<T> work) throws SQLException {
        var to = open();
        lastContended = System.nanoTime();
        to.setAutoCommit(false);
        try {
            try (var lock = to.createStatement()) {
                lock.execute("SELECT " + BatchInsert.LOCK);
            }
            var done = work.run();
            to.commit();
            return done;
        } catch (SQLException | RuntimeException e) {
            rollback(to, e);
            throw e;
        } finally {
            autoCommit(to);
        }
    }

    private void autoCommit(Connection to) {
        try {
            to.setAutoCommit(true);
        } catch (SQLException e) {
            // It is broken; what failed before says so.
            close();
        }
    }

    private static void rollback(Connection to, Exception cause) {
        try {
            to.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // It is broken, and that is why it is let go.
            }
            connection = null;
        }
    }
}
