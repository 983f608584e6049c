package dev.astern.connector.sql.ddl;

import dev.astern.connector.Clearance;
import dev.astern.connector.Effect;
import dev.astern.connector.Execution;
import dev.astern.connector.Image;
import dev.astern.connector.Observed;
import dev.astern.connector.Output;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reads;
import dev.astern.connector.Reason;
import dev.astern.connector.ResourceCount;
import dev.astern.connector.UndoRehearsal;
import dev.astern.connector.sql.ddl.parse.Parsed;
import dev.astern.connector.sql.statement.LeasedCommit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Performs structure changes: fence, protected form, observation, clearance, commit, in one transaction. */
public final class DdlEngine {
    static final int SAMPLE = 100;

    private final Session sessions;

    public DdlEngine(Session sessions) {
        this.sessions = sessions;
    }

    /** Connections of the gateway's own role at the target. */
    public interface Session {
        Connection open() throws SQLException;

        Capture capture();
    }

    /** @param rehearse true to take everything back whatever the clearance */
    public Performance perform(DdlOperation operation, Execution execution, boolean rehearse) {
        try (Connection connection = sessions.open()) {
            return perform(operation, execution, rehearse, new Db(connection));
        } catch (SQLException e) {
            return new Performance.Failed(States.problem(e));
        }
    }

    private Performance perform(DdlOperation operation, Execution execution, boolean rehearse, Db db)
            throws SQLException {
        var transaction = new OwnerTransaction(db);
        Observed observed;
        Output output;
        Optional<UndoRehearsal> undone;
        try {
            execution.onCancel(db::cancel);
            String home = transaction.begin(execution.actionId(), execution.timeout(), sessions.capture());
            var before = rehearse && execution.rehearsesUndo() ? Catalog.read(db) : null;
            var work = new Work(db, sessions.capture(), execution.actionId());
            var counts = new ArrayList<ResourceCount>();
            var results = new ArrayList<Output.Result>();
            for (Parsed.Understood statement : operation.statements()) {
                FunctionCheck.check(db, statement);
                List<ResourceCount> rows = new Statements(work, home).run(statement.ddl());
                counts.addAll(rows);
                long gone = rows.stream().mapToLong(ResourceCount::total).sum();
                results.add(new Output.Result(statement.ddl().verb(), gone, List.of(), List.of(), false));
            }
            db.run("SET CONSTRAINTS ALL IMMEDIATE");
            sessions.capture().end(db.connection());
            observed = observed(operation, work, counts);
            output = new Output(0, results);
            undone = before == null
                    ? Optional.empty()
                    : Optional.of(DdlUndo.rehearse(db, sessions.capture(), execution.actionId(), before));
        } catch (ProblemException e) {
            db.connection().rollback();
            return new Performance.Failed(e.problem());
        } catch (SQLException e) {
            transaction.rollBackQuietly();
            return new Performance.Failed(failure(db, e));
        }
        return finish(db, execution, rehearse, observed, output, undone);
    }

    private static Performance finish(
            Db db,
            Execution execution,
            boolean rehearse,
            Observed observed,
            Output output,
            Optional<UndoRehearsal> undone)
            throws SQLException {
        return switch (execution.clear(observed)) {
            case Clearance.RollBack r -> {
                db.connection().rollback();
                yield new Performance.RolledBack(observed, Reads.none(), output, r.problem());
            }
            case Clearance.Commit cleared ->
                rehearse ? rehearsed(db, observed, output, undone) : commit(db, cleared, observed, output);
        };
    }

    private static Performance rehearsed(Db db, Observed observed, Output output, Optional<UndoRehearsal> undone)
            throws SQLException {
        db.connection().rollback();
        return new Performance.RolledBack(
                observed, Reads.none(), output, Problem.of(Reason.CANCELLED, "it was a rehearsal"), undone);
    }

    private static Performance commit(Db db, Clearance.Commit cleared, Observed observed, Output output) {
        try {
            LeasedCommit.commit(db.connection(), cleared, db.begun());
            return new Performance.Committed(observed, Reads.none(), output);
        } catch (SQLException e) {
            return States.lost(e)
                    ? new Performance.InDoubt(
                            observed, output, Problem.of(Reason.UNCONFIRMED, "the answer to the commit was lost"))
                    : new Performance.Failed(States.problem(e));
        }
    }

    private static Problem failure(Db db, SQLException e) {
        return db.cancelled() ? Problem.of(Reason.CANCELLED, "cancelled before the commit") : States.problem(e);
    }

    private Observed observed(DdlOperation operation, Work work, List<ResourceCount> counts) throws SQLException {
        var effects = work.steps().stream()
                .flatMap(s -> effects(s).stream())
                .limit(SAMPLE)
                .toList();
        return new Observed(
                merged(work, counts),
                StructureDigest.joined(
                        StructureDigest.of(work.steps()),
                        sessions.capture().digest(work.db().connection())),
                StructureDigest.before(effects),
                effects,
                work.notes(),
                operation.tier(),
                operation.reversibility());
    }

    /** Every resource that changed, with the rows that went with it. */
    private static List<ResourceCount> merged(Work work, List<ResourceCount> counts) {
        var merged = new TreeMap<String, ResourceCount>();
        for (Step step : work.steps()) {
            String table = Names.path(step.schema(), step.table());
            merged.putIfAbsent(table, new ResourceCount(table, 0, 0, 0));
        }
        for (ResourceCount c : counts) {
            merged.merge(
                    c.resource(),
                    c,
                    (a, b) -> new ResourceCount(
                            a.resource(),
                            a.inserted() + b.inserted(),
                            a.updated() + b.updated(),
                            a.deleted() + b.deleted()));
        }
        return List.copyOf(merged.values());
    }

    /** A step's objects as effects: itself first, then what changed with it. */
    static List<Effect> effects(Step step) {
        var effects = new ArrayList<Effect>();
        for (StructureImage image : step.images()) {
            effects.add(new Effect(
                    image.path(),
                    described("object", image.object()),
                    Effect.Kind.STRUCTURE,
                    image.before() == null ? null : described("definition", image.before()),
                    image.after() == null ? null : described("definition", image.after())));
        }
        return effects;
    }

    private static Image described(String name, String value) {
        var fields = new LinkedHashMap<String, @Nullable String>();
        fields.put(name, value);
        return new Image(fields);
    }
}
