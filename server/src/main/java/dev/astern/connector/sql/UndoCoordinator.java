package dev.astern.connector.sql;

import dev.astern.connector.Clearance;
import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.SessionRef;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.sql.ddl.Capture;
import dev.astern.connector.sql.ddl.DdlUndo;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Undoes structure and rows of one selection, the latest first. Rows are written by an undo's own login, so that they
 * are captured, and structure by the owner, and no connection can be both: so each segment is a transaction of its own,
 * and what a later one could not do is said in the report.
 */
final class UndoCoordinator {
    /** Undo of rows alone. */
    interface Rows {
        UndoReport plan(UndoRequest request);

        UndoPerformance undo(UndoRequest request, Execution execution);
    }

    private final KeptConnections owner;
    private final Capture capture;
    private final DdlUndo structure;
    private final Rows rows;
    private final Runnable changed;

    /** @param changed told when structure is no longer what it was */
    UndoCoordinator(KeptConnections owner, Capture capture, DdlUndo structure, Rows rows, Runnable changed) {
        this.owner = owner;
        this.capture = capture;
        this.structure = structure;
        this.rows = rows;
        this.changed = changed;
    }

    UndoReport plan(UndoRequest request) {
        try (var lent = owner.lend()) {
            var looking = lent.connection();
            looking.setAutoCommit(false);
            var segments = segments(looking, request);
            if (segments.isEmpty()) {
                looking.rollback();
                return rows.plan(request);
            }
            return plan(request, segments);
        } catch (SQLException e) {
            throw SqlProblems.of(e).toException();
        }
    }

    private UndoReport plan(UndoRequest request, List<UndoSegments.Segment> segments) {
        var reports = new MergedReport(request.itemLimit());
        for (var segment : segments) {
            var part = part(request, segment);
            reports.add(segment.structure() ? structure.plan(part, ids(request)) : rows.plan(part));
        }
        if (segments.size() > 1) {
            reports.note("rows and structure are undone in " + segments.size()
                    + " transactions; each is planned on the structure as it is now");
        }
        return reports.report();
    }

    UndoPerformance undo(UndoRequest request, Execution execution) {
        try (var lent = owner.lend()) {
            var looking = lent.connection();
            // What was looked at is not erased before this ends: its parts would not know their images again.
            looking.setAutoCommit(false);
            var segments = segments(looking, request);
            if (segments.isEmpty()) {
                looking.rollback();
                return rows.undo(request, execution);
            }
            var planned = request.planDigest();
            if (planned != null && !planned.equals(plan(request, segments).digest())) {
                return new UndoPerformance.NotApplied(
                        Problem.of(Reason.PLAN_MOVED, "what the plan saw is not what is there now"));
            }
            return undo(request, execution, segments);
        } catch (SQLException e) {
            return new UndoPerformance.NotApplied(SqlProblems.of(e));
        } catch (ProblemException e) {
            return new UndoPerformance.NotApplied(e.problem());
        }
    }

    private UndoPerformance undo(UndoRequest request, Execution execution, List<UndoSegments.Segment> segments) {
        var reports = new MergedReport(request.itemLimit());
        for (int i = 0; i < segments.size(); i++) {
            var segment = segments.get(i);
            var part = part(request, segment);
            var one = i == 0 ? execution : new Continued(execution, execution.actionId() + "/" + (i + 1));
            var done = segment.structure() ? structure.undo(part, one, ids(request)) : rows.undo(part, one);
            changed.run();
            switch (done) {
                case UndoPerformance.Applied a -> reports.add(a.report(), a.observed());
                case UndoPerformance.NotApplied n -> {
                    if (i == 0) {
                        return n;
                    }
                    return failed(reports, segments.subList(i, segments.size()), n.problem());
                }
                case UndoPerformance.InDoubt d -> {
                    if (i == 0) {
                        return new UndoPerformance.InDoubt(d.report(), d.observed(), d.problem());
                    }
                    return failed(reports, segments.subList(i, segments.size()), d.problem());
                }
            }
        }
        return new UndoPerformance.Applied(reports.report(), reports.observed());
    }

    private static UndoPerformance failed(MergedReport reports, List<UndoSegments.Segment> rest, Problem problem) {
        for (var segment : rest) {
            segment.actions().forEach(action -> reports.failed(action.actionId(), problem));
        }
        return new UndoPerformance.Applied(reports.report(), reports.observed());
    }

    private static List<String> ids(UndoRequest request) {
        return request.actions().stream().map(UndoRequest.Selected::actionId).toList();
    }

    private static boolean onlyRows(Connection connection, UndoRequest request) throws SQLException {
        var ids = ids(request).toArray();
        var sql =
                "SELECT NOT EXISTS (SELECT FROM astern.structure WHERE pg_catalog.split_part(action, '/', 1) = ANY (?))"
                        + " AND NOT EXISTS (SELECT FROM astern.fence f, pg_catalog.unnest(?) a WHERE f.action = a || '/2')";
        try (var select = connection.prepareStatement(sql)) {
            select.setArray(1, connection.createArrayOf("text", ids));
            select.setArray(2, connection.createArrayOf("text", ids));
            try (var row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Empty where no structure is concerned. */
    private List<UndoSegments.Segment> segments(Connection looking, UndoRequest request) throws SQLException {
        return onlyRows(looking, request) ? List.of() : UndoSegments.of(looking, capture, request);
    }

    private static UndoRequest part(UndoRequest whole, UndoSegments.Segment segment) {
        return new UndoRequest(
                new ArrayList<>(segment.actions()), whole.onConflict(), whole.choices(), whole.itemLimit(), null);
    }

    /** What follows the first transaction was cleared with it. */
    private record Continued(Execution first, String actionId) implements Execution {
        @Override
        public SessionRef session() {
            return first.session();
        }

        @Override
        public Duration timeout() {
            return first.timeout();
        }

        @Override
        public Clearance clear(Observed observed) {
            return new Clearance.Commit();
        }

        @Override
        public void onCancel(Runnable cancel) {
            first.onCancel(cancel);
        }
    }
}
