package dev.astern.workspace;

import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoResult;
import dev.astern.workspace.apply.Moved;
import dev.astern.workspace.apply.Planned;
import dev.astern.workspace.file.Contents;
import dev.astern.workspace.file.FileState;
import dev.astern.workspace.file.RelPath;
import dev.astern.workspace.undo.FilesUndo;
import dev.astern.workspace.undo.PathUndo;
import dev.astern.workspace.undo.Reports;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes back what actions did to files; itself an action, that can be taken back. */
final class Undoing {
    private static final Terms TERMS = new Terms(Tier.WRITE, Reversibility.REVERSIBLE_WITH_STATE, List.of());
    private static final String SAME_AS_NONE =
            "an edit that left the very contents, permissions and time the agent left can't be told from none";

    private final Workspace workspace;

    Undoing(Workspace workspace) {
        this.workspace = workspace;
    }

    UndoReport plan(UndoRequest request) throws IOException {
        var undo = undo(request, Contents.digestOnly());
        return report(undo.paths().values(), undo, request, digest(undo));
    }

    UndoPerformance perform(UndoRequest request, Execution execution) {
        workspace.keeping().readLock().lock();
        try (var contents = workspace.blobs().batch()) {
            var undo = undo(request, contents);
            var digest = digest(undo);
            if (request.planDigest() != null && !request.planDigest().equals(digest)) {
                return new UndoPerformance.NotApplied(
                        Problem.of(Reason.PLAN_MOVED, "the workspace is not what it was when the plan was made"));
            }
            var plan = undo.paths().values().stream()
                    .filter(PathUndo::changes)
                    .map(path -> Planned.of(path.path(), path.now(), path.target()))
                    .toList();
            var came = new Commit(workspace, execution, TERMS, true).run(plan, contents, undo.otherNames());
            return ended(came, undo, request, digest);
        } catch (IOException e) {
            return new UndoPerformance.NotApplied(Commit.notKept(e));
        } finally {
            workspace.keeping().readLock().unlock();
        }
    }

    private UndoPerformance ended(Commit.Came came, FilesUndo undo, UndoRequest request, String digest)
            throws IOException {
        return switch (came) {
            case Commit.Came.Applied done ->
                new UndoPerformance.Applied(
                        report(turnedOut(undo, done.moved()), undo, request, bound(request, digest)), done.observed());
            case Commit.Came.RolledBack back -> new UndoPerformance.NotApplied(back.problem());
            case Commit.Came.Failed failed -> new UndoPerformance.NotApplied(failed.problem());
            case Commit.Came.InDoubt doubt ->
                new UndoPerformance.InDoubt(
                        new UndoReport(List.of(), List.of(), List.of(), "", 1), observed(doubt), doubt.problem());
        };
    }

    private static Observed observed(Commit.Came.InDoubt doubt) {
        return doubt.observed();
    }

    /** Every path is read back: a report says what was seen. */
    private static List<PathUndo> turnedOut(FilesUndo undo, Map<RelPath, Moved> moved) throws IOException {
        var all = new ArrayList<PathUndo>();
        for (var path : undo.paths().values()) {
            var kept = moved.get(path.path());
            if (kept != null) {
                all.add(
                        kept.reason() == Reason.SERIALIZATION_CONFLICT
                                ? path.turnedOut(UndoResult.KEPT, Reason.SAME_FIELD_CHANGED)
                                : path.turnedOut(UndoResult.FAILED, kept.reason()));
            } else if (path.changes() && !FileState.same(undo.readBack(path.path()), path.target())) {
                all.add(path.turnedOut(UndoResult.FAILED, Reason.VERIFY_FAILED));
            } else {
                all.add(path);
            }
        }
        return all;
    }

    private FilesUndo undo(UndoRequest request, Contents contents) throws IOException {
        return new FilesUndo(workspace.tree(), workspace.blobs(), workspace.records(), request, contents);
    }

    private static String digest(FilesUndo undo) {
        return Reports.digest(undo.paths().values(), undo.unusable());
    }

    private static String bound(UndoRequest request, String digest) {
        return request.planDigest() == null ? "" : digest;
    }

    private static UndoReport report(
            java.util.Collection<PathUndo> paths, FilesUndo undo, UndoRequest request, String digest) {
        return Reports.of(paths, undo.unusable(), List.of(SAME_AS_NONE), digest, request.itemLimit());
    }
}
