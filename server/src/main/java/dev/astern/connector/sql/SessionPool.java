package dev.astern.connector.sql;

import dev.astern.connector.SessionRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connections of one session with one kind of login: few, kept open, given out one at a time. */
final class SessionPool implements AutoCloseable {
    private static final int VALID_TIMEOUT_S = 5;
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int ATTEMPTS = 5;
    private static final String WRONG_PASSWORD = "28P01";

    private record Idle(Connection connection, long since) {}

    private final OwnerConnections connections;
    private final Logins logins;
    private final SessionRef session;
    private final Logins.Kind kind;
    private final int size;
    private final Semaphore permits;
    private final ConcurrentLinkedDeque<Idle> idle = new ConcurrentLinkedDeque<>();
    private Logins.@Nullable Login login;
    private volatile boolean closed;

    SessionPool(OwnerConnections connections, Logins logins, SessionRef session, Logins.Kind kind, int size) {
        this.connections = connections;
        this.logins = logins;
        this.session = session;
        this.kind = kind;
        this.size = size;
        this.permits = new Semaphore(size);
    }

    /** A connection of the session's, in no transaction; give it back or drop it. */
    Connection take(long timeoutMs) throws SQLException {
        acquire(timeoutMs);
        try {
            for (var next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
                if (usable(next)) {
                    return next.connection();
                }
                closeQuietly(next.connection());
            }
            return fresh();
        } catch (SQLException | RuntimeException e) {
            permits.release();
            throw e;
        }
    }

    private void acquire(long timeoutMs) throws SQLException {
        try {
            if (closed) {
                throw ended();
            }
            if (!permits.tryAcquire(timeoutMs, TimeUnit.MILLISECONDS)) {
                throw new SQLException("all " + size + " connections of the session are busy", "53300");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", "57014", e);
        }
    }

    /** One used a moment ago is taken to be alive; if it is not, the action fails before it has begun. */
    private static boolean usable(Idle next) throws SQLException {
        return System.nanoTime() - next.since() < FRESH_NANOS
                || next.connection().isValid(VALID_TIMEOUT_S);
    }

    /** Another node that works for the session gives the login a password of its own, which is not told to this one. */
    private Connection fresh() throws SQLException {
        for (int attempt = 1; ; attempt++) {
            var as = login();
            try {
                var connection = connections.open(as.name(), as.password());
                connection.setAutoCommit(false);
                return connection;
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !WRONG_PASSWORD.equals(e.getSQLState())) {
                    throw e;
                }
                renew(as);
            }
        }
    }

    private synchronized void renew(Logins.Login refused) throws SQLException {
        if (closed) {
            throw ended();
        }
        if (refused.equals(login)) {
            login = logins.renew(session, kind, size + 2).orElseThrow(SessionPool::ended);
        }
    }

    private static SQLException ended() {
        return new SQLException("the session has ended", "42501");
    }

    /** None is made any more once this is closed, so that whoever ends the session has all of them before it. */
    private synchronized Logins.Login login() throws SQLException {
        if (closed) {
            throw ended();
        }
        if (login == null) {
            login = logins.make(session, kind, size + 2);
        }
        return login;
    }

    void give(Connection connection) {
        if (closed) {
            closeQuietly(connection);
        } else {
            idle.addFirst(new Idle(connection, System.nanoTime()));
        }
        permits.release();
    }

    void drop(Connection connection) {
        closeQuietly(connection);
        permits.release();
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is not used again, which is all that was wanted.
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (var next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            closeQuietly(next.connection());
        }
    }
}
