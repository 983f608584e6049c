package dev.astern.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** One connection and the CPU that its backend, a process of its own, has used. */
final class Backend implements AutoCloseable {
    private final Connection connection;
    private final Path schedule;

    Backend(String url, String user, String password) throws SQLException {
        connection = DriverManager.getConnection(url, user, password);
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            schedule = Path.of("/proc", row.getString(1), "schedstat");
        }
        connection.commit();
    }

    Connection connection() {
        return connection;
    }

    /** Time on a CPU so far; Linux counts it in nanoseconds. */
    long cpuNanos() {
        try {
            var line = Files.readString(schedule);
            return Long.parseLong(line.substring(0, line.indexOf(' ')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
