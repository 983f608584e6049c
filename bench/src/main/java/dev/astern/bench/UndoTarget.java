package dev.astern.bench;

import dev.astern.connector.Call;
import dev.astern.connector.Clearance;
import dev.astern.connector.Connector;
import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Performance;
import dev.astern.connector.Resolution;
import dev.astern.connector.Secret;
import dev.astern.connector.SessionRef;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoResult;
import dev.astern.connector.sql.SqlProvider;
import dev.astern.storage.embedded.TemporaryPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One database with a table of ten columns and some 146 bytes a row, an agent on it, and a clock on backends. */
final class UndoTarget implements AutoCloseable {
    private static final Map<String, String> OPTIONS = Map.of("keepBytes", "1000000000000");

    private final TemporaryPostgres server;
    private final String database;
    private final Connector connector;
    private int number;

    /** What an undo or a statement took until right before its commit. */
    record Took(long cpuNanos, long wallNanos) {}

    UndoTarget(TemporaryPostgres server, String database, int rows) throws SQLException {
        this.server = server;
        this.database = database;
        run("postgres", "CREATE DATABASE " + database);
        sql(
                "CREATE TABLE item (id int PRIMARY KEY, customer int NOT NULL, status text NOT NULL, price"
                        + " numeric(12,2) NOT NULL, quantity int NOT NULL, at timestamptz NOT NULL, note text, city"
                        + " text, code varchar(20), flag boolean) WITH (fillfactor = 80)",
                "INSERT INTO item SELECT i, i % 1000, 'pending', (i % 10000) / 100.0, i % 7, '2026-01-01'::timestamptz"
                        + " + i * interval '1 second', repeat('n', 50), 'city ' || i % 100, 'code' || i, i % 2 = 0"
                        + " FROM generate_series(1, " + rows + ") i");
        var postgres = server.postgres();
        var config = new TargetConfig(
                database, postgres.url(database), postgres.user(), Secret.from(postgres::password), OPTIONS);
        var provider = new SqlProvider();
        provider.installation(config).install();
        connector = provider.open(config);
        sql("VACUUM ANALYZE item");
    }

    static TemporaryPostgres server() {
        var options = Map.of(
                "max_connections", "100",
                "shared_buffers", "512MB",
                "autovacuum", "off",
                "max_wal_size", "8GB",
                "checkpoint_timeout", "30min",
                // So that a backend's own CPU is all that its work took.
                "max_parallel_workers_per_gather", "0");
        return TemporaryPostgres.start(Path.of("bench", "target", "postgres"), true, options);
    }

    Connection connect() throws SQLException {
        return connect(database);
    }

    private Connection connect(String name) throws SQLException {
        var postgres = server.postgres();
        return DriverManager.getConnection(postgres.url(name), postgres.user(), postgres.password());
    }

    /** As the owner, whom capture does not watch. */
    void sql(String... statements) throws SQLException {
        run(database, statements);
    }

    private void run(String name, String... statements) throws SQLException {
        try (var connection = connect(name);
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The same by hand: on a connection of its own, timed as an undo is. */
    Took byHand(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            long from = System.nanoTime();
            statement.execute(sql);
            var took = new Took(idleInTransaction(""), System.nanoTime() - from);
            connection.commit();
            return took;
        }
    }

    UndoRequest.Selected act(String sql) {
        var id = "act_" + ++number;
        var session = session();
        var execution = new Allowed(id, session, () -> {});
        var resolution = connector.resolve(new Call("run_sql", Map.of("sql", sql)));
        if (!(resolution instanceof Resolution.Resolved(var operation))) {
            throw new IllegalStateException(sql + " was refused: " + resolution);
        }
        var performance = connector.perform(operation, execution);
        if (!(performance instanceof Performance.Committed committed)) {
            throw new IllegalStateException(sql + " was not done: " + performance);
        }
        connector.revoke(session);
        return new UndoRequest.Selected(id, committed.observed().digest());
    }

    /** Expects everything to be restored. */
    void undo(UndoRequest.Selected action) {
        undo(action, -1, () -> {});
    }

    /** Expects so many rows, and all of them restored. */
    Took undo(UndoRequest.Selected action, long rows) {
        long from = System.nanoTime();
        var took = new Took[1];
        undo(action, rows, () -> took[0] = new Took(idleInTransaction("astern_s_"), System.nanoTime() - from));
        return took[0];
    }

    private void undo(UndoRequest.Selected action, long effects, Runnable beforeCommit) {
        var session = session();
        var request = new UndoRequest(List.of(action), UndoRequest.OnConflict.KEEP, Map.of(), 100, null);
        var done = connector.undo(request, new Allowed("act_" + ++number, session, beforeCommit));
        connector.revoke(session);
        if (!(done instanceof UndoPerformance.Applied(UndoReport report, Observed observed))
                || !restored(report, effects)) {
            throw new IllegalStateException("undo ended as " + done);
        }
    }

    private static boolean restored(UndoReport report, long effects) {
        return report.counts().stream().allMatch(count -> count.result() == UndoResult.RESTORED)
                && (effects < 0 || report.count(UndoResult.RESTORED) == effects);
    }

    private SessionRef session() {
        return new SessionRef("ses_" + ++number, Instant.now().plusSeconds(3600));
    }

    /** CPU so far of the one backend that waits in a transaction; Linux counts it in nanoseconds. */
    private long idleInTransaction(String prefix) {
        try (var connection = connect("postgres");
                var select = connection.prepareStatement("SELECT pid FROM pg_stat_activity WHERE datname = ?"
                        + " AND state = 'idle in transaction' AND starts_with(usename, ?)")) {
            select.setString(1, database);
            select.setString(2, prefix);
            try (var row = select.executeQuery()) {
                row.next();
                var line = Files.readString(Path.of("/proc", row.getString(1), "schedstat"));
                return Long.parseLong(line.substring(0, line.indexOf(' ')));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        connector.close();
    }

    private record Allowed(String actionId, SessionRef session, Runnable beforeCommit) implements Execution {
        @Override
        public Duration timeout() {
            return Duration.ofMinutes(10);
        }

        @Override
        public Clearance clear(Observed observed) {
            beforeCommit.run();
            return new Clearance.Commit();
        }

        @Override
        public void onCancel(Runnable cancel) {
            // Nobody cancels.
        }
    }
}
