package dev.astern.bench.workload;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A connection beside Astern, for loading, for people's edits, and for looking. */
final class Database implements AutoCloseable {
    /** Reads one row of a result. */
    @FunctionalInterface
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private static final int CHUNK = 500;

    private final Connection connection;

    Database(String url, String user, String password) {
        try {
            connection = DriverManager.getConnection(url, user, password);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    void run(String sql) {
        runAll(List.of(sql));
    }

    /** Runs all of them in one transaction. */
    void runAll(List<String> statements) {
        if (statements.isEmpty()) {
            return;
        }
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            connection.setAutoCommit(false);
            for (int from = 0; from < statements.size(); from += CHUNK) {
                var chunk = statements.subList(from, Math.min(from + CHUNK, statements.size()));
                statement.execute(String.join(";\n", chunk));
            }
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            rollBack();
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private void rollBack() {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    <T> List<T> query(String sql, Reader<T> reader) {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (var result = statement.executeQuery(sql)) {
                var rows = new ArrayList<T>();
                while (result.next()) {
                    rows.add(reader.read(result));
                }
                return rows;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
