package dev.astern.testing;

import dev.astern.storage.embedded.TemporaryPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One real PostgreSQL for all tests of a JVM, started when first asked for and stopped when the JVM ends. */
public final class TestPostgres {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final TemporaryPostgres SERVER = start();

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

    private static TemporaryPostgres start() {
        var server = TemporaryPostgres.start(
                Path.of("target", "postgres"), false, Map.of("max_connections", "200", "shared_buffers", "64MB"));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
    }

    /** A fresh, empty database. */
    public static Database database() {
        var name = "test_" + NUMBER.incrementAndGet();
        admin().run("CREATE DATABASE " + name);
        return new Database(name, SERVER.postgres().url(name), user(), password());
    }

    /** The database that is there from the start. */
    public static Database admin() {
        return new Database("postgres", url(), user(), password());
    }

    public static String url() {
        return SERVER.postgres().url();
    }

    public static String user() {
        return SERVER.postgres().user();
    }

    public static String password() {
        return SERVER.postgres().password();
    }
}
