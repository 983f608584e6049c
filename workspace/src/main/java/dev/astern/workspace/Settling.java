package dev.astern.workspace;

import dev.astern.connector.Observed;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Settlement;
import dev.astern.connector.Tier;
import dev.astern.workspace.apply.Applier;
import dev.astern.workspace.apply.Planned;
import dev.astern.workspace.file.Change;
import dev.astern.workspace.file.Contents;
import dev.astern.workspace.file.FileState;
import dev.astern.workspace.posix.Posix;
import dev.astern.workspace.posix.PosixException;
import dev.astern.workspace.store.ActionRecord;
import dev.astern.workspace.store.Decision;
import dev.astern.workspace.store.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds out what became of an action whose end nobody saw. What was not decided never will be. What was decided and not
 * begun is not begun later, since the right to it may have ended; what was begun is brought to its end.
 */
final class Settling {
    private static final Terms INTERRUPTED = new Terms(
            Tier.WRITE,
            Reversibility.REVERSIBLE_WITH_STATE,
            List.of("it was interrupted while it was put into the workspace, and brought to its end afterwards"));

    private final Workspace workspace;

    Settling(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Settles what was on its way when the process died. */
    void settleOpen() throws IOException {
        try (var open = Files.list(workspace.open())) {
            for (var mark : open.toList()) {
                var id = mark.getFileName().toString();
                if (settle(id) instanceof Settlement.Unknown) {
                    continue;
                }
                Files.deleteIfExists(mark);
            }
        }
    }

    Settlement settle(String actionId) {
        workspace.applying().lock();
        try {
            return settle(workspace.records().of(actionId), actionId);
        } catch (IOException e) {
            return new Settlement.Unknown(
                    Problem.of(Reason.TARGET_UNREACHABLE, "the workspace can't be read: " + e.getMessage()));
        } finally {
            workspace.applying().unlock();
        }
    }

    private Settlement settle(ActionRecord record, String actionId) throws IOException {
        var ended = record.ended();
        if (ended.isPresent()) {
            return ended.get().applied()
                    ? new Settlement.Applied(observed(record, ended.get()))
                    : new Settlement.NeverApplied();
        }
        if (record.decide(Decision.NEVER) == Decision.NEVER) {
            return never(record);
        }
        var begun = record.begun();
        if (begun.isPresent() && begun.get().unbounded()) {
            return unbounded(record);
        }
        return finish(record, actionId);
    }

    /** It is known whether one runs now: nobody else runs commands here. */
    private Settlement unbounded(ActionRecord record) throws IOException {
        var watched = record.watched();
        if (watched.isEmpty()) {
            return unknown("a command ran when the process died; its effects are not known yet");
        }
        if (watched.get().places().isEmpty()) {
            return unknown("a command ran when the process died; nobody knows what it did");
        }
        if (!workspace.direct().tryLock()) {
            return unknown("a command is running; what it does is not known yet");
        }
        try {
            var ended = record.ended();
            return ended.isPresent()
                    ? new Settlement.Applied(observed(record, ended.get()))
                    : NamedActions.settle(workspace, record, watched.get());
        } finally {
            workspace.direct().unlock();
        }
    }

    private static Settlement unknown(String detail) {
        return new Settlement.Unknown(Problem.of(Reason.UNCONFIRMED, detail));
    }

    private Settlement never(ActionRecord record) throws IOException {
        record.end(Ended.never(workspace.records().next(), workspace.clock().millis()));
        return new Settlement.NeverApplied();
    }

    Observed observed(ActionRecord record, Ended ended) throws IOException {
        return Observations.of(
                record.manifest(),
                ended.digest(),
                new Terms(ended.tier(), ended.reversibility(), ended.notes()),
                workspace.blobs());
    }

    private Settlement finish(ActionRecord record, String actionId) throws IOException {
        var changes = record.manifest();
        var done = new ArrayList<Change>();
        var open = new ArrayList<Planned>();
        for (var change : changes) {
            var now = workspace.tree().look(change.path(), Contents.digestOnly());
            if (FileState.same(now == null ? null : now.state(), change.after())) {
                done.add(change);
            } else if (FileState.same(now == null ? null : now.state(), change.before())) {
                open.add(Planned.of(change.path(), now, change.after()));
            }
        }
        clearTemps(changes, actionId);
        if (done.isEmpty() && !changes.isEmpty()) {
            return never(record);
        }
        var applier = new Applier(workspace.tree(), workspace.blobs(), Workspace.temp(actionId), Map.of());
        applier.apply(open);
        done.addAll(applier.made());
        done.sort(java.util.Comparator.comparing(Change::path));
        var left = changes.size() - done.size();
        var terms = left == 0
                ? INTERRUPTED
                : INTERRUPTED.with(List.of("others wrote at " + left + " paths since; those are theirs"));
        var ended = new Ended(
                workspace.records().next(),
                true,
                record.manifest(done),
                terms.notes(),
                terms.tier(),
                terms.reversibility(),
                workspace.clock().millis(),
                false);
        record.end(ended);
        return new Settlement.Applied(observed(record, ended));
    }

    /** Files on their way are taken away, unless one of them is somebody else's that was just taken out of its place. */
    private void clearTemps(List<Change> changes, String actionId) throws IOException {
        var temp = Workspace.temp(actionId);
        for (var change : changes) {
            var name = Applier.tempName(temp, change.path());
            var path = change.path().parent().child(name);
            var there = workspace.tree().look(path, Contents.digestOnly());
            if (there == null) {
                continue;
            }
            try (var folder = workspace.tree().parent(path)) {
                if (ours(there.state(), change.before()) || ours(there.state(), change.after())) {
                    Posix.unlink(folder, name);
                } else {
                    Posix.rename(folder, name, folder, change.path().name() + ".kept", Posix.Rename.NO_REPLACE);
                }
            } catch (PosixException e) {
                if (!e.absent() && !e.is(PosixException.EEXIST)) {
                    throw e;
                }
            }
        }
    }

    /** A half-written file of ours has our name and no whole contents, and nobody else writes under such a name. */
    private static boolean ours(FileState there, @org.jspecify.annotations.Nullable FileState known) {
        return known != null && (there.sameContent(known) || (there.mode() == 0600 && there.size() < known.size()));
    }
}
