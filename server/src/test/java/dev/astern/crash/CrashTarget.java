package dev.astern.crash;

import dev.astern.storage.embedded.TemporaryPostgres;
import dev.astern.target.NewTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The live system: a PostgreSQL of its own, which is started again whenever it was killed. */
final class CrashTarget implements AutoCloseable {
    private static final String ROLE = "gateway";
    private static final String PASSWORD = "only-a-test";

    private final TemporaryPostgres server;
    private final Path passwordFile;

    CrashTarget(Path folder, int documents) throws IOException, SQLException {
        server = TemporaryPostgres.start(folder, false, Map.of("max_connections", "200"));
        passwordFile = Files.writeString(Files.createTempFile(folder, "target", ".password"), PASSWORD);
        run(
                connect(),
                List.of(
                        "CREATE ROLE " + ROLE + " LOGIN CREATEROLE PASSWORD '" + PASSWORD + "'",
                        "GRANT CREATE ON DATABASE postgres TO " + ROLE,
                        "GRANT ALL ON SCHEMA public TO " + ROLE));
        run(DriverManager.getConnection(server.postgres().url(), ROLE, PASSWORD), Work.tables(documents));
    }

    NewTarget description() {
        return new NewTarget(
                Work.TARGET, "postgresql", server.postgres().url(), ROLE, "file:" + passwordFile, Map.of());
    }

    private Connection connect() throws SQLException {
        var postgres = server.postgres();
        return DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
    }

    private static void run(Connection connection, List<String> statements) throws SQLException {
        try (connection;
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    long pid() {
        return server.postgres().pid();
    }

    /** By key, how often it took effect. */
    Map<String, Integer> marks() throws SQLException {
        var marks = new TreeMap<String, Integer>();
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT key, hits FROM mark")) {
            while (rows.next()) {
                marks.put(rows.getString(1), rows.getInt(2));
            }
        }
        return marks;
    }

    Map<Integer, String> documents() throws SQLException {
        var documents = new TreeMap<Integer, String>();
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT id, body FROM doc")) {
            while (rows.next()) {
                documents.put(rows.getInt(1), rows.getString(2));
            }
        }
        return documents;
    }

    /** A person changes a document, past every gate. */
    void edit(int document, String body) throws SQLException {
        run(connect(), List.of("UPDATE doc SET body = '" + body + "' WHERE id = " + document));
    }

    @Override
    public void close() {
        server.close();
        try {
            Files.deleteIfExists(passwordFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
