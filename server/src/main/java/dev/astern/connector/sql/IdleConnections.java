package dev.astern.connector.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/** Connections that nobody uses at the moment, the last used one first. */
final class IdleConnections {
    private static final int VALID_TIMEOUT_S = 5;

    private record Idle(Connection connection, long since) {
        boolean younger(long nanos) {
            return System.nanoTime() - since < nanos;
        }
    }

    private final ConcurrentLinkedDeque<Idle> idle = new ConcurrentLinkedDeque<>();

    /**
     * One that answers, or null. Those that do not are closed.
     *
     * @param trusted one used so many nanoseconds ago is not asked
     */
    @Nullable
    Connection take(long trusted) throws SQLException {
        for (var next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            if (next.younger(trusted) || next.connection().isValid(VALID_TIMEOUT_S)) {
                return next.connection();
            }
            close(next.connection());
        }
        return null;
    }

    void give(Connection connection) {
        idle.addFirst(new Idle(connection, System.nanoTime()));
    }

    /** Closes the oldest until there are no more than some. */
    void keep(int most) {
        while (idle.size() > most) {
            var oldest = idle.pollLast();
            if (oldest != null) {
                close(oldest.connection());
            }
        }
    }

    void closeOlderThan(long nanos) {
        for (var oldest = idle.pollLast(); oldest != null; oldest = idle.pollLast()) {
            if (oldest.younger(nanos)) {
                idle.addLast(oldest);
                return;
            }
            close(oldest.connection());
        }
    }

    static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is not used again, which is all that was wanted.
        }
    }
}
