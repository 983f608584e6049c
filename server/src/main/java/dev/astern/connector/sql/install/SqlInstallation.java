package dev.astern.connector.sql.install;

import dev.astern.connector.ImageErasure;
import dev.astern.connector.Installation;
import dev.astern.connector.PersonImages;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.TargetStatus;
import dev.astern.connector.TargetStatus.Finding;
import dev.astern.connector.TargetStatus.State;
import dev.astern.connector.sql.Identifiers;
import dev.astern.connector.sql.OwnerConnections;
import dev.astern.connector.sql.SqlProblems;
import dev.astern.connector.sql.SqlSettings;
import dev.astern.connector.sql.catalog.TrackedTables;
import dev.astern.connector.sql.ddl.StructureKeeping;
import dev.astern.connector.sql.ddl.StructureSchema;
import dev.astern.connector.sql.erase.PersonErasure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** What Astern keeps at a PostgreSQL target: see the page on its layout. */
public final class SqlInstallation implements Installation {
    private final OwnerConnections connections;
    private final SqlSettings settings;

    public SqlInstallation(OwnerConnections connections, SqlSettings settings) {
        this.connections = connections;
        this.settings = settings;
    }

    /** A piece of work in one transaction of the owner's. */
    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    @Override
    public TargetStatus status() {
        try {
            return transaction(new StatusQuery(settings)::read);
        } catch (ProblemException e) {
            var problem = e.problem();
            return new TargetStatus(
                    State.UNREACHABLE,
                    "",
                    0,
                    List.of(new Finding(
                            "",
                            problem.reason(),
                            problem.detail(),
                            problem.reason().next())),
                    0,
                    settings.keepBytes());
        }
    }

    @Override
    public Script script() {
        return transaction(connection -> {
            var recorder = new RecordingConnection(connection);
            put(recorder.connection());
            connection.rollback();
            return new Script(administrator(connection), recorder.statements());
        });
    }

    private static List<String> administrator(Connection connection) throws SQLException {
        var user = Identifiers.quote(connection.getMetaData().getUserName());
        return List.of(
                "ALTER ROLE " + user + " CREATEROLE",
                "GRANT CREATE ON DATABASE " + Identifiers.quote(connection.getCatalog()) + " TO " + user,
                "REVOKE EXECUTE ON FUNCTION pg_catalog.lo_create(oid), pg_catalog.lo_creat(integer),"
                        + " pg_catalog.lo_from_bytea(oid, bytea) FROM PUBLIC");
    }

    @Override
    public TargetStatus install() {
        transaction(connection -> {
            put(connection);
            return true;
        });
        return status();
    }

    @Override
    public TargetStatus refresh() {
        return install();
    }

    private static void put(Connection connection) throws SQLException {
        var roles = Roles.of(connection);
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("SELECT pg_catalog.pg_advisory_xact_lock(7307498274)");
            for (var sql : BaseSql.statements(roles)) {
                statement.execute(sql);
            }
            for (var sql : MeasureSql.statements(roles)) {
                statement.execute(sql);
            }
            for (var sql : RehearsalSql.statements(roles)) {
                statement.execute(sql);
            }
            for (var sql : StructureSchema.install()) {
                statement.execute(sql);
            }
        }
        var capture = new TableCapture(connection, roles);
        var shapes = Shape.all(connection);
        for (var shape : shapes) {
            capture.put(shape);
        }
        for (var table : TrackedTables.load(connection)) {
            if (table.current() && shapes.stream().noneMatch(shape -> shape.rel() == table.rel())) {
                capture.drop(table.rel());
            }
            // Where images were kept by an uninstall, the roles are new.
            capture.letUndoRead(table);
        }
        Views.grant(connection, roles);
        Fingerprint.keep(connection);
    }

    @Override
    public Pruned prune(Instant before, boolean dryRun) {
        return transaction(connection -> {
            var pruned = new Prune(connection, before).run(dryRun);
            if (!dryRun) {
                StructureKeeping.prune(connection, before);
            }
            return pruned;
        });
    }

    @Override
    public PersonImages keptOf(String person) {
        return settings.persons().isEmpty()
                ? PersonImages.NONE
                : transaction(connection -> new PersonErasure(connection, settings.persons(), person).count());
    }

    @Override
    public PersonImages erase(ImageErasure erasure) {
        return settings.persons().isEmpty()
                ? PersonImages.NONE
                : transaction(connection ->
                        new PersonErasure(connection, settings.persons(), erasure.person()).erase(erasure));
    }

    @Override
    public TargetStatus uninstall(boolean keepImages) {
        transaction(connection -> {
            new Uninstall(connection, keepImages).run();
            return true;
        });
        return status();
    }

    private <T> T transaction(Work<T> work) {
        try (var connection = connections.open()) {
            connection.setAutoCommit(false);
            var result = work.with(connection);
            connection.commit();
            return result;
        } catch (SQLException e) {
            var problem = SqlProblems.of(e);
            throw (problem.reason() == Reason.NOT_ALLOWED
                            ? new Problem(Reason.TARGET_NOT_READY, problem.detail(), problem.facts())
                            : problem)
                    .toException();
        }
    }
}
