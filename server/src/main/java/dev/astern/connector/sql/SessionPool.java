package dev.astern.connector.sql;

import dev.astern.connector.SessionRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connections of one session with one kind of login: few, kept open, given out one at a time. */
final class SessionPool implements AutoCloseable {
    /** One used a moment ago is taken to be alive; if it is not, the action fails before it has begun. */
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int ATTEMPTS = 5;
    private static final String WRONG_PASSWORD = "28P01";

    private final OwnerConnections connections;
    private final Logins logins;
    private final SessionRef session;
    private final Logins.Kind kind;
    private final int size;
    private final Semaphore permits;
    private final IdleConnections idle = new IdleConnections();
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
            var used = idle.take(FRESH_NANOS);
            return used != null ? used : fresh();
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
            IdleConnections.close(connection);
        } else {
            idle.give(connection);
        }
        permits.release();
    }

    void drop(Connection connection) {
        IdleConnections.close(connection);
        permits.release();
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.keep(0);
    }
}
