package dev.astern.bench;

import dev.astern.connector.Secret;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.sql.SqlProvider;
import dev.astern.storage.embedded.TemporaryPostgres;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/**
 * A durable PostgreSQL with two tables of ten columns and some 146 bytes a row: {@code item} carries capture and
 * {@code bare} has none; and one login for each kind of capture, besides one that nobody watches.
 */
final class CaptureTarget implements AutoCloseable {
    static final String ROW = "astern_s_r_bench";
    static final String BULK = "astern_s_b_bench";
    static final String BYSTANDER = "bystander";

    private final TemporaryPostgres server = TemporaryPostgres.start(
            Path.of("bench", "target", "postgres"),
            true,
            Map.of(
                    "max_connections",
                    "100",
                    "shared_buffers",
                    "512MB",
                    "autovacuum",
                    "off",
                    "max_wal_size",
                    "8GB",
                    "checkpoint_timeout",
                    "30min"));

    CaptureTarget(int rows) throws SQLException {
        owner("CREATE DATABASE bench");
        table("bare", rows);
        table("item", rows);
        var postgres = server.postgres();
        var config = new TargetConfig(
                "bench", url(), postgres.user(), Secret.from(postgres::password), Map.of("keepBytes", "1000000000000"));
        new SqlProvider().installation(config).install();
        // Only "item" keeps what the installation put on.
        inDatabase(
                "DO $$ DECLARE t text; BEGIN FOR t IN SELECT tgname FROM pg_trigger WHERE tgrelid = 'bare'::regclass"
                        + " AND tgname LIKE 'astern%' LOOP EXECUTE format('DROP TRIGGER %I ON bare', t); END LOOP; END $$",
                "CREATE ROLE " + BYSTANDER + " LOGIN PASSWORD 'bench'",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON bare, item TO " + BYSTANDER);
        for (var login : new String[] {ROW, BULK}) {
            inDatabase(
                    "CREATE ROLE " + login + " LOGIN PASSWORD 'bench'",
                    "DO $$ BEGIN EXECUTE format('GRANT %I TO " + login + "', (SELECT 'astern_agents_' || oid"
                            + " FROM pg_database WHERE datname = 'bench')); END $$");
        }
        inDatabase("VACUUM ANALYZE", "CHECKPOINT");
    }

    private void table(String name, int rows) throws SQLException {
        inDatabase(
                "CREATE TABLE " + name + " (id int PRIMARY KEY, customer int NOT NULL, status text NOT NULL, price"
                        + " numeric(12,2) NOT NULL, quantity int NOT NULL, at timestamptz NOT NULL, note text, city text"
                        + ", code varchar(20), flag boolean) WITH (fillfactor = 80)",
                "INSERT INTO " + name + " SELECT i, i % 1000, 'pending', (i % 10000) / 100.0, i % 7,"
                        + " '2026-01-01'::timestamptz + i * interval '1 second', repeat('n', 50), 'city ' || i % 100,"
                        + " 'code' || i, i % 2 = 0 FROM generate_series(1, " + rows + ") i");
    }

    String url() {
        return server.postgres().url("bench");
    }

    Backend backend(String user) throws SQLException {
        return new Backend(url(), user, "bench");
    }

    void inDatabase(String... statements) throws SQLException {
        run(url(), statements);
    }

    private void owner(String... statements) throws SQLException {
        run(server.postgres().url(), statements);
    }

    private void run(String url, String... statements) throws SQLException {
        var postgres = server.postgres();
        try (var connection = DriverManager.getConnection(url, postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
