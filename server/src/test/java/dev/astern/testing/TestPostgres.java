package dev.astern.testing;

import dev.astern.storage.embedded.TemporaryPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One real PostgreSQL for all tests of a JVM, started when first asked for and stopped when the JVM ends; or another, of
 * another version for example, that is there already: {@code -Dastern.test.postgres=HOST:PORT}, with the superuser's name
 * and password in {@code astern.test.user} and {@code astern.test.password}.
 */
public final class TestPostgres {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    /** Another run's databases may be there still, where the server is not our own. */
    private static final String RUN = System.getProperty("astern.test.postgres") == null
            ? ""
            : ProcessHandle.current().pid() + "_";

    private static final Server SERVER = server();

    /** @param at host and port */
    private record Server(String at, String user, String password) {
        String url(String database) {
            return "jdbc:postgresql://" + at + "/" + database;
        }
    }

    /** A database of its own. The user is the server's superuser. */
    public record Database(String name, String url, String user, String password) {
        public Connection connect() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }

        /** Runs statements one after the other. */
        public void run(String... statements) {
            try (var connection = connect();
                    var statement = connection.createStatement()) {
                for (var sql : statements) {
                    statement.execute(sql);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
    }

    private TestPostgres() {}

    private static Server server() {
        var at = System.getProperty("astern.test.postgres");
        return at == null
                ? embedded()
                : new Server(
                        at,
                        System.getProperty("astern.test.user", "postgres"),
                        System.getProperty("astern.test.password", ""));
    }

    private static Server embedded() {
        var server = TemporaryPostgres.start(
                Path.of("target", "postgres"), false, Map.of("max_connections", "200", "shared_buffers", "64MB"));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        var postgres = server.postgres();
        return new Server("127.0.0.1:" + postgres.port(), postgres.user(), postgres.password());
    }

    /** A fresh, empty database. */
    public static Database database() {
        var name = "test_" + RUN + NUMBER.incrementAndGet();
        admin().run("CREATE DATABASE " + name);
        return new Database(name, SERVER.url(name), user(), password());
    }

    /** The database that is there from the start. */
    public static Database admin() {
        return new Database("postgres", url(), user(), password());
    }

    public static String url() {
        return SERVER.url("postgres");
    }

    public static String user() {
        return SERVER.user();
    }

    public static String password() {
        return SERVER.password();
    }
}
