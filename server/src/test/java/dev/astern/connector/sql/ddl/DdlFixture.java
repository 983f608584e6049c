package dev.astern.connector.sql.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Clearance;
import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Performance;
import dev.astern.connector.Resolution;
import dev.astern.connector.SessionRef;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoResult;
import dev.astern.testing.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** A database with an owner role that is no superuser, and what the engine needs there. */
final class DdlFixture implements DdlEngine.Session {
    private static int number;

    final TestPostgres.Database database = TestPostgres.database();
    final String owner;
    final List<Long> captured = new ArrayList<>();
    final DdlEngine engine = new DdlEngine(this);
    final DdlUndo undo = new DdlUndo(this);
    private int actions;

    DdlFixture(String... setup) {
        number++;
        owner = "gateway_" + number;
        database.run(
                "CREATE ROLE " + owner + " LOGIN PASSWORD 'x' CREATEROLE",
                "GRANT CREATE ON DATABASE " + database.name() + " TO " + owner,
                "GRANT CREATE, USAGE ON SCHEMA public TO " + owner,
                "CREATE SCHEMA astern AUTHORIZATION " + owner);
        asOwner("CREATE TABLE astern.fence (action text PRIMARY KEY, xact xid8, state \"char\")");
        asOwner("""
                CREATE FUNCTION astern.begin_action(a text) RETURNS void LANGUAGE sql AS
                $$ INSERT INTO astern.fence VALUES (a, pg_current_xact_id(), 'a') $$""");
        asOwner(StructureSchema.install().toArray(String[]::new));
        asOwner(setup);
    }

    @Override
    public Connection open() throws SQLException {
        return DriverManager.getConnection(database.url(), owner, "x");
    }

    @Override
    public Capture capture() {
        return new Capture() {
            @Override
            public void begin(Connection connection) {}

            @Override
            public void end(Connection connection) {}

            @Override
            public String digest(Connection connection) {
                return "";
            }

            @Override
            public String digest(Connection connection, String action) {
                return "";
            }

            @Override
            public void put(Connection connection, long rel) {
                captured.add(rel);
            }

            @Override
            public void drop(Connection connection, long rel) {
                captured.removeIf(r -> r == rel);
            }

            @Override
            public boolean on(Connection connection, long rel) {
                return true;
            }

            @Override
            public long emptied(Connection connection, long rel) throws SQLException {
                return new Db(connection).count("SELECT count(*) FROM " + rel(connection, rel));
            }
        };
    }

    private static String rel(Connection connection, long rel) throws SQLException {
        return java.util.Objects.requireNonNull(
                new Db(connection).first("SELECT ?::bigint::oid::regclass::text", r -> r.getString(1), rel));
    }

    /** As somebody who owns the tables, past the gateway. */
    void asOwner(String... statements) {
        try (Connection connection = open()) {
            for (String sql : statements) {
                new Db(connection).run(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    List<String> rows(String query) {
        try (Connection connection = open()) {
            return new Db(connection).list("SELECT q::text FROM (" + query + ") q", r -> r.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    SortedMap<String, String> catalog() {
        try (Connection connection = open()) {
            var db = new Db(connection);
            db.run("SET search_path = pg_catalog");
            return Catalog.read(db).objects();
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Runs as an agent's action and returns its id. */
    String does(String... statements) {
        String action = nextAction();
        Performance performance = tries(action, statements);
        assertThat(performance).isInstanceOf(Performance.Committed.class);
        digests.put(action, ((Performance.Committed) performance).observed().digest());
        return action;
    }

    private final Map<String, String> digests = new java.util.HashMap<>();

    Performance tries(String action, String... statements) {
        return tries(action, false, statements);
    }

    Performance tries(String action, boolean rehearse, String... statements) {
        Resolution resolution = DdlOperation.resolve(List.of(statements));
        assertThat(resolution).isInstanceOf(Resolution.Resolved.class);
        var operation = (DdlOperation) ((Resolution.Resolved) resolution).operation();
        return engine.perform(operation, execution(action), rehearse);
    }

    String nextAction() {
        return "act_" + ++actions;
    }

    UndoRequest request(UndoRequest.OnConflict onConflict, String... selected) {
        return new UndoRequest(
                java.util.Arrays.stream(selected)
                        .map(a -> new UndoRequest.Selected(a, digests.getOrDefault(a, "")))
                        .toList(),
                onConflict,
                Map.of(),
                100,
                null);
    }

    /** The undo's own action id is the last one given out. */
    UndoReport undoes(String... selected) {
        return undoes(UndoRequest.OnConflict.KEEP, selected);
    }

    UndoReport undoes(UndoRequest.OnConflict onConflict, String... selected) {
        UndoReport plan = undo.plan(request(onConflict, selected), List.of(selected));
        String action = nextAction();
        UndoPerformance performance = undo.undo(request(onConflict, selected), execution(action), List.of(selected));
        assertThat(performance).isInstanceOf(UndoPerformance.Applied.class);
        var applied = (UndoPerformance.Applied) performance;
        digests.put(action, applied.observed().digest());
        assertThat(plan.counts())
                .as("the plan says what the undo does")
                .isEqualTo(applied.report().counts());
        return applied.report();
    }

    String lastAction() {
        return "act_" + actions;
    }

    /** Undoes all of it and wants everything back. */
    UndoReport undoesWholly(String... selected) {
        UndoReport report = undoes(selected);
        assertThat(report.items())
                .as(report.notes() + " "
                        + report.items().stream()
                                .flatMap(i -> i.fields().stream())
                                .filter(x -> x.result() == UndoResult.KEPT)
                                .toList())
                .extracting(UndoItem::result)
                .containsOnly(UndoResult.RESTORED);
        return report;
    }

    static Execution execution(String action) {
        return new Execution() {
            @Override
            public String actionId() {
                return action;
            }

            @Override
            public SessionRef session() {
                return new SessionRef("ses_1", Instant.MAX);
            }

            @Override
            public Duration timeout() {
                return Duration.ofSeconds(60);
            }

            @Override
            public Clearance clear(Observed observed) {
                return new Clearance.Commit();
            }

            @Override
            public void onCancel(Runnable cancel) {}
        };
    }
}
