package dev.astern.connector.sql.ddl;

import dev.astern.connector.Clearance;
import dev.astern.connector.Effect;
import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.ResourceCount;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoRehearsal;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoResult;
import dev.astern.connector.sql.statement.LeasedCommit;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes back what actions did to the structure, in one transaction of the gateway's own role. */
public final class DdlUndo {
    private static final Duration PLAN_TIME = Duration.ofSeconds(60);

    /** For each statement: the tables are locked for everybody, and nobody has agreed to anything yet. */
    private static final Duration REHEARSAL_TIME = Duration.ofSeconds(2);

    private final DdlEngine.Session sessions;

    public DdlUndo(DdlEngine.Session sessions) {
        this.sessions = sessions;
    }

    /** Which of some actions changed structure. */
    public Set<String> structural(List<String> actions) throws SQLException {
        try (Connection connection = sessions.open()) {
            return Set.copyOf(new Db(connection)
                    .list(
                            "SELECT DISTINCT action FROM astern.structure WHERE action = ANY (?)",
                            r -> r.getString(1),
                            (Object) actions.toArray(String[]::new)));
        }
    }

    /**
     * Does it all and takes it back, so that what it says is what would happen; it holds the tables' locks meanwhile.
     *
     * @param own the whole selection, whose rows are not somebody else's
     * @throws ProblemException where nothing can be said
     */
    public UndoReport plan(UndoRequest request, List<String> own) {
        try (Connection connection = sessions.open()) {
            var db = new Db(connection);
            try {
                new OwnerTransaction(db).open(PLAN_TIME, sessions.capture());
                var work = new Work(db, sessions.capture(), "");
                return reverse(work, request, own);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw States.problem(e).toException();
        }
    }

    /**
     * Takes back what a transaction of the owner's has done so far, within it; the caller rolls back.
     *
     * @param before the catalog as it was when the transaction began
     */
    static UndoRehearsal rehearse(Db db, Capture capture, String action, Catalog before) throws SQLException {
        if (!capture.digest(db.connection()).isEmpty()) {
            return UndoRehearsal.not(
                    Problem.of(
                            Reason.NOT_UNDOABLE,
                            "its rows are put back by another login, in a transaction of their own that sees nothing of this one"));
        }
        var request = new UndoRequest(
                List.of(new UndoRequest.Selected(action, "")), UndoRequest.OnConflict.KEEP, Map.of(), 0, null);
        var began = System.nanoTime();
        UndoReport report;
        try {
            db.run("SET LOCAL statement_timeout = " + REHEARSAL_TIME.toMillis());
            report = reverse(new Work(db, capture, ""), request, List.of(action));
            db.run("SET CONSTRAINTS ALL IMMEDIATE");
        } catch (ProblemException e) {
            return UndoRehearsal.not(e.problem());
        } catch (SQLException e) {
            return UndoRehearsal.not(States.problem(e));
        }
        var took = Duration.ofNanos(System.nanoTime() - began);
        var notes = new ArrayList<>(report.notes());
        before.changesTo(Catalog.read(db)).forEach(image -> notes.add(image.object() + " is not quite as it was"));
        return UndoRehearsal.of(report, notes, took);
    }

    /** @param own as for a plan */
    public UndoPerformance undo(UndoRequest request, Execution execution, List<String> own) {
        try (Connection connection = sessions.open()) {
            return undo(request, execution, own, new Db(connection));
        } catch (SQLException e) {
            return new UndoPerformance.NotApplied(States.problem(e));
        }
    }

    private UndoPerformance undo(UndoRequest request, Execution execution, List<String> selection, Db db)
            throws SQLException {
        var transaction = new OwnerTransaction(db);
        UndoReport report;
        Observed observed;
        try {
            execution.onCancel(db::cancel);
            transaction.begin(execution.actionId(), execution.timeout(), sessions.capture());
            var work = new Work(db, sessions.capture(), execution.actionId());
            var own = new ArrayList<>(selection);
            own.add(execution.actionId().replaceFirst("/.*", ""));
            report = reverse(work, request, own);
            String planned = request.planDigest();
            if (planned != null && !planned.equals(report.digest())) {
                throw Problem.of(Reason.PLAN_MOVED, "the structure is not as it was when the plan was made")
                        .toException();
            }
            db.run("SET CONSTRAINTS ALL IMMEDIATE");
            sessions.capture().end(db.connection());
            observed = observed(work);
        } catch (ProblemException e) {
            db.connection().rollback();
            return new UndoPerformance.NotApplied(e.problem());
        } catch (SQLException e) {
            transaction.rollBackQuietly();
            return new UndoPerformance.NotApplied(
                    db.cancelled() ? Problem.of(Reason.CANCELLED, "cancelled before the commit") : States.problem(e));
        }
        return finish(db, execution, report, observed);
    }

    private static UndoPerformance finish(Db db, Execution execution, UndoReport report, Observed observed)
            throws SQLException {
        return switch (execution.clear(observed)) {
            case Clearance.RollBack r -> {
                db.connection().rollback();
                yield new UndoPerformance.NotApplied(r.problem());
            }
            case Clearance.Commit cleared -> {
                try {
                    LeasedCommit.commit(db.connection(), cleared, db.begun());
                    yield new UndoPerformance.Applied(report, observed);
                } catch (SQLException e) {
                    yield !States.lost(e)
                            ? new UndoPerformance.NotApplied(States.problem(e))
                            : new UndoPerformance.InDoubt(
                                    report,
                                    observed,
                                    Problem.of(Reason.UNCONFIRMED, "the answer to the commit was lost"));
                }
            }
        };
    }

    private static List<String> selected(UndoRequest request) {
        return request.actions().stream().map(UndoRequest.Selected::actionId).toList();
    }

    private static UndoReport reverse(Work work, UndoRequest request, List<String> own) throws SQLException {
        lock(work.db(), selected(request));
        List<Step> steps = StructureStore.of(work.db(), selected(request));
        checkDigests(request, steps);
        var judge = new Judge(work, new Since(work.db(), own));
        var reversal = new Reversal(work, judge, id -> request.choices().getOrDefault(id, request.onConflict()));
        List<UndoItem> items = reversal.run(steps);
        return report(items, reversal.erased(), work.notes(), request.itemLimit());
    }

    private static void lock(Db db, List<String> actions) throws SQLException {
        try {
            StructureStore.lock(db, actions);
        } catch (SQLException e) {
            if ("55P03".equals(e.getSQLState())) {
                throw new ProblemException(
                        Problem.of(Reason.UNDO_IN_PROGRESS, "another undo holds these changes of structure"), e);
            }
            throw e;
        }
    }

    /** The images must be those the receipt spoke of, or they are not used. */
    private static void checkDigests(UndoRequest request, List<Step> latestFirst) {
        Map<String, List<Step>> byAction = latestFirst.reversed().stream()
                .collect(Collectors.groupingBy(Step::action, LinkedHashMap::new, Collectors.toList()));
        for (UndoRequest.Selected selected : request.actions()) {
            List<Step> steps = byAction.get(selected.actionId());
            boolean told = !selected.digest().isEmpty();
            if (steps != null && told && !selected.digest().equals(StructureDigest.of(steps))) {
                throw Problem.of(
                                Reason.BEFORE_STATE_ALTERED,
                                "what action " + selected.actionId() + " kept is not what its receipt says")
                        .toException();
            }
        }
    }

    private static UndoReport report(
            List<UndoItem> items, List<UndoReport.Count> erased, List<String> notes, int limit) {
        var counts = new LinkedHashMap<List<Object>, Long>();
        for (UndoItem i : items) {
            counts.merge(List.of(i.resource(), i.result(), String.valueOf(i.reason())), 1L, Long::sum);
        }
        var counted = new ArrayList<>(counts.entrySet().stream()
                .map(e -> new UndoReport.Count(
                        (String) e.getKey().get(0),
                        (UndoResult) e.getKey().get(1),
                        reason((String) e.getKey().get(2)),
                        e.getValue()))
                .toList());
        counted.addAll(erased);
        List<UndoItem> shown = Stream.concat(erased.stream().map(DdlUndo::item), items.stream())
                .sorted(Comparator.comparing((UndoItem i) -> i.result() == UndoResult.RESTORED))
                .limit(limit)
                .toList();
        return new UndoReport(counted, shown, notes, digest(items, erased), 1);
    }

    /** One for all of them: nothing is left to tell them apart. */
    private static UndoItem item(UndoReport.Count erased) {
        return new UndoItem(
                "erased:" + erased.resource(),
                erased.resource(),
                null,
                Effect.Kind.DELETE,
                erased.result(),
                erased.reason(),
                List.of());
    }

    private static @Nullable Reason reason(String name) {
        return name.equals("null") ? null : Reason.valueOf(name);
    }

    private static String digest(List<UndoItem> items, List<UndoReport.Count> erased) {
        var parts = new ArrayList<String>();
        erased.forEach(e -> parts.add("erased " + e.resource() + " " + e.count()));
        for (UndoItem i : items) {
            parts.add(i.id());
            parts.add(i.result() + " " + i.reason());
            i.fields().forEach(f -> parts.add(f.name() + " " + f.now()));
        }
        return StructureDigest.ofText(parts);
    }

    private static Observed observed(Work work) {
        var tables = new TreeSet<String>();
        work.steps().forEach(s -> tables.add(Names.path(s.schema(), s.table())));
        return new Observed(
                tables.stream().map(t -> new ResourceCount(t, 0, 0, 0)).toList(),
                StructureDigest.of(work.steps()),
                work.steps().stream()
                        .flatMap(s -> DdlEngine.effects(s).stream())
                        .limit(DdlEngine.SAMPLE)
                        .toList(),
                work.notes(),
                Tier.WRITE,
                Reversibility.REVERSIBLE_WITH_STATE);
    }
}
