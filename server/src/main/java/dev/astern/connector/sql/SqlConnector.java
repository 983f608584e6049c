package dev.astern.connector.sql;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.EffectPage;
import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Operation;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.SessionRef;
import dev.astern.connector.Settlement;
import dev.astern.connector.Tier;
import dev.astern.connector.Tool;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.sql.catalog.TrackedTable;
import dev.astern.connector.sql.ddl.Capture;
import dev.astern.connector.sql.ddl.DdlEngine;
import dev.astern.connector.sql.ddl.DdlOperation;
import dev.astern.connector.sql.ddl.DdlUndo;
import dev.astern.connector.sql.undo.UndoEngine;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Acts on one PostgreSQL database. */
final class SqlConnector implements Connector {
    private static final Duration KEEP = Duration.ofSeconds(5);

    private final SqlSettings settings;
    private final OwnerConnections connections;
    private final KeptConnections owner;
    private final SessionPools pools;
    private final TargetState state;
    private final Fence fence;
    private final DdlEngine structure;
    private final UndoCoordinator undos;

    SqlConnector(OwnerConnections connections, SqlSettings settings) {
        this.settings = settings;
        this.connections = connections;
        this.owner = new KeptConnections(connections, KEEP);
        this.pools = new SessionPools(connections, owner, settings.poolSize());
        this.state = new TargetState(connections, settings);
        this.fence = new Fence(connections);
        var capture = new OwnerCapture();
        var sessions = new OwnerSessions(connections, capture);
        this.structure = new DdlEngine(sessions);
        this.undos = new UndoCoordinator(owner, capture, new DdlUndo(sessions), new RowUndo(), state::forget);
    }

    @Override
    public List<Tool> tools() {
        return SqlTools.ALL;
    }

    @Override
    public Resolution resolve(Call call) {
        return Resolver.resolve(call);
    }

    @Override
    public Performance perform(Operation operation, Execution execution) {
        return operation instanceof DdlOperation ddl
                ? run(ddl, execution, false)
                : run(sql(operation), execution, false);
    }

    @Override
    public Performance rehearse(Operation operation, Execution execution) {
        return operation instanceof DdlOperation ddl ? run(ddl, execution, true) : run(sql(operation), execution, true);
    }

    private Performance run(DdlOperation operation, Execution execution, boolean rehearsal) {
        var objection = state.objection(false);
        if (objection.isPresent()) {
            return new Performance.Failed(objection.get());
        }
        var performance = structure.perform(operation, execution, rehearsal);
        state.forget();
        return performance;
    }

    private static SqlOperation sql(Operation operation) {
        if (operation instanceof SqlOperation sql) {
            return sql;
        }
        throw new IllegalArgumentException("not an operation of this connector: " + operation.getClass() + ": bug");
    }

    private Performance run(SqlOperation operation, Execution execution, boolean rehearsal) {
        var performance = once(operation, execution, rehearsal);
        if (!(performance instanceof Performance.Failed failed)) {
            return performance;
        }
        if (Observation.UNKNOWN_JOURNAL.equals(failed.problem().facts().get("sqlstate"))) {
            state.forget();
            return once(operation, execution, rehearsal);
        }
        return explained(failed);
    }

    private Performance once(SqlOperation operation, Execution execution, boolean rehearsal) {
        var objection = state.objection(operation.readOnly());
        if (objection.isPresent()) {
            return new Performance.Failed(objection.get());
        }
        var kind = operation.fewRows() ? Logins.Kind.FEW_ROWS : Logins.Kind.BULK;
        var pool = pools.of(execution.session(), kind);
        Connection connection;
        try {
            connection = pool.take(execution.timeout().toMillis());
        } catch (SQLException e) {
            return new Performance.Failed(SqlProblems.of(e));
        }
        var observation = state.observation();
        var measure = state.measure();
        var undo = new UndoTrial(undoEngine(), observation, measure.secret(), measure.able());
        var performer =
                new Performer(connection, operation, execution, settings, observation, measure, undo, rehearsal);
        var performance = performer.perform();
        giveBack(pool, connection, performance);
        return performance;
    }

    /** Where images are missing, the cause may be that somebody altered capture a moment ago. */
    private Performance explained(Performance.Failed failed) {
        if (failed.problem().reason() != Reason.NOT_CAPTURABLE) {
            return failed;
        }
        try (var connection = connections.open()) {
            return state.load(connection)
                    .writes()
                    .<Performance>map(Performance.Failed::new)
                    .orElse(failed);
        } catch (SQLException e) {
            return failed;
        }
    }

    /** A connection is used again only if it is certainly in no transaction. */
    private static void giveBack(SessionPool pool, Connection connection, Performance performance) {
        var clean = switch (performance) {
            case Performance.Committed committed -> true;
            case Performance.RolledBack taken -> true;
            case Performance.Failed failed -> rolledBack(connection);
            case Performance.InDoubt doubt -> false;
            case Performance.Elsewhere elsewhere -> false;
        };
        if (clean) {
            pool.give(connection);
        } else {
            pool.drop(connection);
        }
    }

    private static boolean rolledBack(Connection connection) {
        try {
            connection.rollback();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public Settlement settle(String actionId) {
        try {
            var xact = fence.settle(actionId);
            if (xact.isEmpty()) {
                return new Settlement.NeverApplied();
            }
            try (var connection = connections.open()) {
                state.load(connection);
                var parts = state.observation().of(connection, xact.get());
                var rows = Observation.observed(parts, List.of(), SequenceNotes.of(connection, parts), Tier.READ);
                return new Settlement.Applied(StructureRecord.observed(connection, actionId, rows));
            }
        } catch (SQLException e) {
            return new Settlement.Unknown(SqlProblems.of(e));
        }
    }

    @Override
    public EffectPage effects(String actionId, @Nullable String from, int limit) {
        try (var connection = connections.open()) {
            var parts = FencedPart.of(connection, actionId);
            if (parts.isEmpty()) {
                throw Problem.of(Reason.NO_BEFORE_STATE, "the target knows no effect of action " + actionId)
                        .toException();
            }
            state.load(connection);
            return EffectsOfParts.page(parts, from, limit, (part, next, room) -> effects(connection, part, next, room));
        } catch (SQLException e) {
            throw SqlProblems.of(e).toException();
        }
    }

    private EffectPage effects(Connection connection, FencedPart part, @Nullable String from, int limit)
            throws SQLException {
        var touched = new HashSet<>(new ErasedParts(connection, part.xact()).journals());
        touched.addAll(state.observation().touched(connection, part.xact()));
        var tables = state.observation().tables().values().stream()
                .filter(table -> touched.contains(table.journal()))
                .sorted(Comparator.comparingInt(TrackedTable::journal))
                .toList();
        return StructureRecord.page(
                connection,
                part.id(),
                from,
                limit,
                (next, room) -> Effects.page(connection, tables, part.xact(), next, room));
    }

    @Override
    public UndoReport planUndo(UndoRequest request) {
        return undos.plan(request);
    }

    @Override
    public UndoPerformance undo(UndoRequest request, Execution execution) {
        return undos.undo(request, execution);
    }

    /** Undo of rows alone. */
    private final class RowUndo implements UndoCoordinator.Rows {
        @Override
        public UndoReport plan(UndoRequest request) {
            try (var connection = connections.open()) {
                return undoEngine().plan(connection, request);
            } catch (SQLException e) {
                throw SqlProblems.of(e).toException();
            }
        }

        @Override
        public UndoPerformance undo(UndoRequest request, Execution execution) {
            return undoRows(request, execution);
        }
    }

    private UndoPerformance undoRows(UndoRequest request, Execution execution) {
        var objection = state.objection(false);
        if (objection.isPresent()) {
            return new UndoPerformance.NotApplied(objection.get());
        }
        var pool = pools.of(execution.session(), Logins.Kind.UNDO);
        Connection connection;
        try {
            connection = pool.take(execution.timeout().toMillis());
        } catch (SQLException e) {
            return new UndoPerformance.NotApplied(SqlProblems.of(e));
        }
        try {
            return undoEngine().undo(connection, request, execution);
        } finally {
            pool.drop(connection);
        }
    }

    private UndoEngine undoEngine() {
        return new UndoEngine(settings.lockTimeout(), this::observe);
    }

    private Observed observe(Connection connection) throws SQLException {
        return Observation.observed(state.observation().now(connection), List.of(), List.of(), Tier.WRITE);
    }

    private record OwnerSessions(OwnerConnections connections, Capture capture) implements DdlEngine.Session {
        @Override
        public Connection open() throws SQLException {
            return connections.open();
        }
    }

    @Override
    public void revoke(SessionRef session) {
        try {
            pools.end(session);
        } catch (SQLException e) {
            throw SqlProblems.of(e).toException();
        }
    }

    @Override
    public void close() {
        pools.close();
        owner.close();
    }
}
