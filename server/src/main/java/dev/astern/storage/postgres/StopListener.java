package dev.astern.storage.postgres;

import dev.astern.storage.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Hears at once when what is in force has changed, over a connection of its own. */
final class StopListener implements AutoCloseable {
    static final String CHANNEL = "astern_stop";

    private final DataSource source;
    private volatile @Nullable Connection connection;
    private volatile boolean closed;

    StopListener(DataSource source) {
        this.source = source;
    }

    /** Returns early the first time, because what happened before it listened can't be heard. */
    synchronized boolean await(Duration atMost) {
        try {
            var open = connection;
            if (open == null) {
                connection = listening();
                return true;
            }
            var heard = open.unwrap(PGConnection.class).getNotifications((int) Math.max(1, atMost.toMillis()));
            return heard != null && heard.length > 0;
        } catch (SQLException e) {
            drop();
            throw new StoreException("the store does not tell of stops", e);
        }
    }

    private Connection listening() throws SQLException {
        if (closed) {
            throw new SQLException("closed");
        }
        var open = source.getConnection();
        try (var statement = open.createStatement()) {
            statement.execute("LISTEN " + CHANNEL);
            return open;
        } catch (SQLException e) {
            open.close();
            throw e;
        }
    }

    private void drop() {
        var open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // It was broken already.
            }
        }
    }

    /** Also ends a wait. */
    @Override
    public void close() {
        closed = true;
        drop();
    }
}
