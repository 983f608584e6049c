package dev.astern.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class KeptConnectionsTest {
    private final Target target = new Target("CREATE TABLE note (id int PRIMARY KEY)");
    private final OwnerConnections connections = new OwnerConnections(target.config());
    private final KeptConnections kept = new KeptConnections(connections, Duration.ofMinutes(1));

    @AfterEach
    void close() {
        kept.close();
        target.close();
    }

    @Test
    void one_given_back_is_lent_again_and_one_that_is_out_is_not() throws SQLException {
        int first;
        try (var one = kept.lend();
                var other = kept.lend()) {
            first = backend(one.connection());
            assertThat(backend(other.connection())).isNotEqualTo(first);
        }
        try (var one = kept.lend();
                var other = kept.lend()) {
            assertThat(first).isIn(backend(one.connection()), backend(other.connection()));
        }
    }

    @Test
    void what_was_not_committed_is_taken_back() throws SQLException {
        int first;
        try (var one = kept.lend()) {
            first = backend(one.connection());
            one.connection().setAutoCommit(false);
            run(one.connection(), "INSERT INTO note VALUES (1)");
        }
        try (var again = kept.lend()) {
            assertThat(backend(again.connection())).isEqualTo(first);
            assertThat(again.connection().getAutoCommit()).isTrue();
            assertThat(number(again.connection(), "SELECT count(*) FROM note")).isZero();
        }
    }

    @Test
    void one_that_the_target_has_ended_is_not_lent() throws SQLException {
        int first;
        try (var one = kept.lend()) {
            first = backend(one.connection());
        }
        try (var killer = connections.open()) {
            number(killer, "SELECT pg_terminate_backend(" + first + ", 5000)::int");
        }
        try (var next = kept.lend()) {
            assertThat(backend(next.connection())).isNotEqualTo(first);
        }
    }

    @Test
    void one_that_nobody_asks_for_is_closed() throws Exception {
        try (var shortly = new KeptConnections(connections, Duration.ofMillis(1));
                var looking = connections.open()) {
            int first;
            try (var one = shortly.lend()) {
                first = backend(one.connection());
            }
            awaitGone(looking, first);
        }
    }

    @Test
    void what_comes_back_after_the_end_is_closed() throws Exception {
        try (var looking = connections.open()) {
            var one = kept.lend();
            int first = backend(one.connection());
            kept.close();
            one.close();
            awaitGone(looking, first);
        }
    }

    private static void awaitGone(Connection looking, int backend) throws Exception {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (number(looking, "SELECT count(*) FROM pg_stat_activity WHERE pid = " + backend) > 0) {
            assertThat(System.nanoTime())
                    .as("backend " + backend + " is still there")
                    .isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static int backend(Connection connection) throws SQLException {
        return number(connection, "SELECT pg_backend_pid()");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
