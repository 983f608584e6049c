package dev.astern.connector.sql.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.Clearance;
import dev.astern.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LeasedCommitTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final TestPostgres.Database database = TestPostgres.database();

    private Connection begun() throws SQLException {
        database.run("CREATE TABLE IF NOT EXISTS t (v int UNIQUE DEFERRABLE INITIALLY DEFERRED)");
        var connection = database.connect();
        connection.setAutoCommit(false);
        insert(connection, 1);
        return connection;
    }

    private static void insert(Connection connection, int value) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("INSERT INTO t VALUES (" + value + ")");
        }
    }

    private int rows() throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM t")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static Clearance.Commit until(long nanos) {
        return new Clearance.Commit(OptionalLong.of(nanos));
    }

    @Test
    void in_time_it_is_committed_and_the_connection_goes_on() throws SQLException {
        try (var connection = begun()) {
            var now = System.nanoTime();
            LeasedCommit.commit(connection, until(now + MINUTE), now);
            assertThat(rows()).isEqualTo(1);
            insert(connection, 2);
            assertThat(rows()).as("another transaction").isEqualTo(1);
            LeasedCommit.commit(connection, new Clearance.Commit(), now);
            assertThat(rows()).isEqualTo(2);
        }
    }

    @Test
    void it_is_the_target_that_refuses_when_the_time_is_over() throws SQLException {
        try (var connection = begun()) {
            var begun = System.nanoTime();
            try (var statement = connection.createStatement()) {
                statement.execute("SELECT pg_sleep(0.02)");
            }
            assertThatThrownBy(() -> LeasedCommit.commit(
                            connection, until(begun + Duration.ofMillis(20).toNanos()), begun))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(LeasedCommit.STATE));
            assertThat(rows()).isZero();
            insert(connection, 3);
            connection.commit();
            assertThat(rows()).as("the connection is as good as before").isEqualTo(1);
        }
    }

    @Test
    void a_commit_that_fails_by_itself_says_why() throws SQLException {
        try (var connection = begun()) {
            insert(connection, 1);
            var now = System.nanoTime();
            assertThatThrownBy(() -> LeasedCommit.commit(connection, until(now + MINUTE), now))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
            assertThat(rows()).isZero();
        }
    }

    @Test
    void names_that_an_agent_made_are_not_asked() throws SQLException {
        try (var connection = begun();
                var statement = connection.createStatement()) {
            var begun = System.nanoTime();
            statement.execute("CREATE SCHEMA mine; CREATE FUNCTION mine.less(interval, interval) RETURNS boolean"
                    + " LANGUAGE sql AS 'SELECT true'; CREATE OPERATOR mine.< (LEFTARG = interval, RIGHTARG = interval,"
                    + " FUNCTION = mine.less); SET search_path = mine, pg_catalog");
            assertThatThrownBy(() -> LeasedCommit.commit(connection, until(begun), begun))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(LeasedCommit.STATE));
        }
        assertThat(rows()).isZero();
    }
}
