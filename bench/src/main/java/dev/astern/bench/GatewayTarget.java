package dev.astern.bench;

import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Cancellation;
import dev.astern.model.ActionState;
import dev.astern.model.Conduct;
import dev.astern.model.Session;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** A database with a table to update, behind the gateway and without it. */
final class GatewayTarget implements AutoCloseable {
    static final String NAME = "gateway";
    private static final int ROWS = 100_000;
    private static final int ROWS_PER_CLIENT = 1_000;

    /** About as long as what the gateway records of one action. */
    private static final String RECORD = "{\"receipt\":\"" + "x".repeat(900) + "\"}";

    private final Installed installed;

    GatewayTarget(Installed installed) throws SQLException {
        this.installed = installed;
        installed.createDatabase(NAME);
        try (var connection = target();
                var statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE accounts (
                        id int PRIMARY KEY, owner text NOT NULL, note text, balance numeric NOT NULL,
                        visits int NOT NULL DEFAULT 0, changed timestamptz NOT NULL DEFAULT now());
                    INSERT INTO accounts (id, owner, note, balance)
                    SELECT i, 'owner ' || i, repeat('n', 60), i FROM generate_series(1, %d) i;
                    ANALYZE accounts
                    """.formatted(ROWS));
        }
        try (var connection = store();
                var statement = connection.createStatement()) {
            statement.execute("""
                    CREATE SCHEMA bare;
                    CREATE TABLE bare.intent (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, record text NOT NULL);
                    CREATE TABLE bare.outcome (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, record text NOT NULL)
                    """);
        }
        installed.install(NAME);
    }

    private Connection target() throws SQLException {
        return DriverManager.getConnection(installed.url(NAME), installed.user(), installed.password());
    }

    private Connection store() throws SQLException {
        var store = installed.store();
        return DriverManager.getConnection(store.url(), store.user(), store.password());
    }

    Client client(int number) throws SQLException {
        return client(number, Conduct.FREE);
    }

    Client client(int number, Conduct conduct) throws SQLException {
        return new Client(number, conduct);
    }

    @Override
    public void close() {}

    /** One agent, and one program beside it that does the same by itself. Each has rows of its own. */
    final class Client implements AutoCloseable {
        private final Session session;
        private final Connection store;
        private final Connection target;
        private final PreparedStatement intent;
        private final PreparedStatement outcome;
        private final PreparedStatement update;
        private final int firstRow;
        private int turn;

        private Client(int number, Conduct conduct) throws SQLException {
            session = installed.session("agent-" + number, NAME, conduct);
            store = store();
            target = target();
            intent = store.prepareStatement("INSERT INTO bare.intent (record) VALUES (?)");
            outcome = store.prepareStatement("INSERT INTO bare.outcome (record) VALUES (?)");
            update = target.prepareStatement("UPDATE accounts SET balance = balance + 1 WHERE id = ?");
            firstRow = number * ROWS_PER_CLIENT + 1;
        }

        private int row() {
            turn = (turn + 1) % ROWS_PER_CLIENT;
            return firstRow + turn;
        }

        void throughGateway() {
            perform(false, "UPDATE accounts SET balance = balance + 1 WHERE id = " + row(), ActionState.APPLIED);
        }

        void preview(int rows) {
            perform(true, bulk(rows), ActionState.REHEARSED);
        }

        private void perform(boolean rehearse, String sql, ActionState expected) {
            var request =
                    new ActionRequest(NAME, "run_sql", Map.of("sql", sql), rehearse, null, null, "", List.of(), 0);
            var answer = installed.astern().gateway().perform(session, request, new Cancellation());
            if (answer.state() != expected) {
                throw new IllegalStateException(answer.state() + " " + answer.problem());
            }
        }

        void threeCommits() throws SQLException {
            insert(intent);
            bareStatement();
            insert(outcome);
        }

        void durableInsert() throws SQLException {
            insert(intent);
        }

        private static void insert(PreparedStatement into) throws SQLException {
            into.setString(1, RECORD);
            into.executeUpdate();
        }

        void bareStatement() throws SQLException {
            update.setInt(1, row());
            update.executeUpdate();
        }

        void bareUpdate(int rows) throws SQLException {
            try (var statement = target.createStatement()) {
                statement.executeUpdate(bulk(rows));
            }
        }

        private static String bulk(int rows) {
            return "UPDATE accounts SET balance = balance + 1 WHERE id BETWEEN 50001 AND " + (50_000 + rows);
        }

        @Override
        public void close() throws SQLException {
            store.close();
            target.close();
            installed.end(session);
        }
    }
}
