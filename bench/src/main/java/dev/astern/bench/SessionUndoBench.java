package dev.astern.bench;

import dev.astern.connector.UndoResult;
import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Cancellation;
import dev.astern.model.ActionState;
import dev.astern.model.Session;
import dev.astern.model.Undo;
import dev.astern.model.UndoSelection;
import dev.astern.undo.UndoOrder;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A session of a thousand actions on five tables, taken back whole by the server: from the order to the last receipt. */
public final class SessionUndoBench {
    private static final String NAME = "session";
    private static final int ACTIONS = 1_000;
    private static final int TABLES = 5;
    private static final int ROWS = 20_000;
    private static final int ROUNDS = 3;

    private SessionUndoBench() {}

    public static void main(String... args) throws Exception {
        try (var installed = Installed.start()) {
            installed.createDatabase(NAME);
            tables(installed);
            installed.install(NAME);
            var before = contents(installed);
            var seconds = new ArrayList<Double>();
            for (int round = 0; round < ROUNDS; round++) {
                var session = installed.session("agent-" + round, NAME);
                for (int i = 0; i < ACTIONS; i++) {
                    act(installed, session, i);
                }
                long from = System.nanoTime();
                var undo = installed.undo(UndoOrder.of(new UndoSelection.WholeSession(session.id())));
                double took = (System.nanoTime() - from) / 1e9;
                check(undo, before.equals(contents(installed)));
                seconds.add(took);
                System.out.printf(Locale.ROOT, "%d actions undone in %.3f s%n", ACTIONS, took);
                installed.end(session);
            }
            System.out.printf(
                    Locale.ROOT, "session-undo actions=%d seconds=%.3f%n", ACTIONS, SqlUndoBench.median(seconds));
        }
    }

    private static void check(Undo undo, boolean asBefore) {
        for (var step : undo.steps()) {
            var report = step.report();
            if (report == null || !report.counts().stream().allMatch(count -> count.result() == UndoResult.RESTORED)) {
                throw new IllegalStateException("not all came back: " + step);
            }
        }
        if (!asBefore) {
            throw new IllegalStateException("the tables are not what they were");
        }
    }

    private static void tables(Installed installed) throws SQLException {
        try (var connection = DriverManager.getConnection(installed.url(NAME), installed.user(), installed.password());
                var statement = connection.createStatement()) {
            for (int table = 0; table < TABLES; table++) {
                statement.execute("CREATE TABLE t" + table + " (id int PRIMARY KEY, name text, amount numeric, at"
                        + " timestamptz DEFAULT now())");
                statement.execute("INSERT INTO t" + table + " SELECT i, 'name ' || i, i / 7.0 FROM generate_series(1, "
                        + ROWS + ") i");
            }
            statement.execute("ANALYZE");
        }
    }

    private static List<String> contents(Installed installed) throws SQLException {
        var sums = new ArrayList<String>();
        try (var connection = DriverManager.getConnection(installed.url(NAME), installed.user(), installed.password());
                var statement = connection.createStatement()) {
            for (int table = 0; table < TABLES; table++) {
                try (var row = statement.executeQuery(
                        "SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM t" + table + " t")) {
                    row.next();
                    sums.add(row.getString(1));
                }
            }
        }
        return sums;
    }

    /** Mostly updates, some again and again on the same row; some inserts and deletes. */
    private static void act(Installed installed, Session session, int number) {
        var table = "t" + number % TABLES;
        int row = 1 + number * 13 % (ROWS / 2);
        var sql = switch (number % 10) {
            case 0 -> "INSERT INTO " + table + " VALUES (" + (ROWS + number + 1) + ", 'new', 1)";
            case 1 -> "DELETE FROM " + table + " WHERE id = " + (ROWS / 2 + number);
            case 2 -> "UPDATE " + table + " SET amount = amount + 1 WHERE id = 7";
            default -> "UPDATE " + table + " SET name = name || '!', amount = amount + 1 WHERE id = " + row;
        };
        var request = ActionRequest.of(NAME, "run_sql", Map.of("sql", sql));
        var answer = installed.astern().gateway().perform(session, request, new Cancellation());
        if (answer.state() != ActionState.APPLIED) {
            throw new IllegalStateException(answer.state() + " " + answer.problem());
        }
    }
}
