package dev.astern.connector.sql.ddl;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection of the gateway's own role, in one transaction, which another thread may interrupt. */
final class Db {
    private final Connection connection;
    private volatile @Nullable Statement running;
    private volatile boolean cancelled;
    private long begun;

    Db(Connection connection) {
        this.connection = connection;
    }

    interface Row<T> {
        T map(ResultSet row) throws SQLException;
    }

    interface Work {
        void run() throws SQLException;
    }

    /** The transaction has begun. */
    void begin() {
        begun = System.nanoTime();
    }

    long begun() {
        return begun;
    }

    Connection connection() {
        return connection;
    }

    /** Every name in {@code sql} is qualified and quoted; no value of an agent is in it but what was written anew. */
    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Our text never holds driver escapes, but an agent's string may hold a brace.
            statement.setEscapeProcessing(false);
            start(statement);
            statement.execute(sql);
        } finally {
            running = null;
        }
    }

    int update(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values)) {
            return statement.executeUpdate();
        } finally {
            running = null;
        }
    }

    <T> List<T> list(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values);
                ResultSet rows = statement.executeQuery()) {
            var found = new ArrayList<T>();
            while (rows.next()) {
                found.add(row.map(rows));
            }
            return found;
        } finally {
            running = null;
        }
    }

    <T> @Nullable T first(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        List<T> found = list(sql, row, values);
        return found.isEmpty() ? null : found.getFirst();
    }

    long count(String sql, @Nullable Object... values) throws SQLException {
        return list(sql, r -> r.getLong(1), values).getFirst();
    }

    /** What {@code work} does is taken back; what it found out stays. */
    void trial(Work work) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            work.run();
        } finally {
            if (!connection.isClosed()) {
                connection.rollback(before);
            }
        }
    }

    /** All of {@code work}, or nothing of it. */
    void whole(Work work) throws SQLException {
        Savepoint before = connection.setSavepoint();
        boolean done = false;
        try {
            work.run();
            connection.releaseSavepoint(before);
            done = true;
        } finally {
            if (!done && !connection.isClosed()) {
                connection.rollback(before);
            }
        }
    }

    /** From another thread. */
    void cancel() {
        cancelled = true;
        Statement now = running;
        if (now != null) {
            try {
                now.cancel();
            } catch (SQLException e) {
                // The statement has just ended; the next one sees the flag.
                cancelled = true;
            }
        }
    }

    boolean cancelled() {
        return cancelled;
    }

    private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        start(statement);
        return statement;
    }

    private void start(Statement statement) throws SQLException {
        running = statement;
        if (cancelled) {
            throw new SQLException("cancelled before the statement was sent", "57014");
        }
    }
}
