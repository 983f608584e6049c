package dev.astern.workspace;

import dev.astern.connector.Clearance;
import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.workspace.apply.Applier;
import dev.astern.workspace.apply.Moved;
import dev.astern.workspace.apply.Planned;
import dev.astern.workspace.file.Change;
import dev.astern.workspace.file.RelPath;
import dev.astern.workspace.store.ActionRecord;
import dev.astern.workspace.store.Begun;
import dev.astern.workspace.store.BlobBatch;
import dev.astern.workspace.store.Decision;
import dev.astern.workspace.store.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Puts one action's changes into the workspace: what they are and what they replace is durable first, then it is
 * cleared, then decided once and for ever, then done. Used once.
 */
final class Commit {
    private final Workspace workspace;
    private final Execution execution;
    private final ActionRecord record;
    private final boolean partly;
    private Terms terms;

    /** How it came out. */
    sealed interface Came {
        /** @param moved where somebody else was first; empty unless a part is enough */
        record Applied(Observed observed, Map<RelPath, Moved> moved) implements Came {}

        record RolledBack(Observed observed, Problem problem) implements Came {}

        record Failed(Problem problem) implements Came {}

        record InDoubt(Observed observed, Problem problem) implements Came {}
    }

    /** @param partly whether a part of the changes is better than none; otherwise they are made together or not at all */
    Commit(Workspace workspace, Execution execution, Terms terms, boolean partly) {
        this.workspace = workspace;
        this.execution = execution;
        this.terms = terms;
        this.partly = partly;
        this.record = workspace.records().of(execution.actionId());
    }

    Came run(List<Planned> plan, BlobBatch contents, Map<Long, RelPath> names) {
        var changes = plan.stream().map(Planned::change).toList();
        if (!changes.isEmpty() && workspace.full()) {
            return new Came.Failed(full(workspace));
        }
        Observed observed;
        try {
            contents.commit();
            record.begin(new Begun(false, Workspace.temp(execution.actionId())));
            observed = Observations.of(changes, record.manifest(changes), terms, workspace.blobs());
        } catch (IOException e) {
            return new Came.Failed(notKept(e));
        }
        return switch (execution.clear(observed)) {
            case Clearance.RollBack no -> refused(observed, no.problem());
            case Clearance.Commit yes -> cleared(plan, names, observed, yes.notAfterNanos());
        };
    }

    static Problem full(Workspace workspace) {
        return Problem.of(
                Reason.KEEPING_FULL,
                "what is kept for this workspace has reached " + workspace.keepLimitBytes() + " bytes");
    }

    static Problem notKept(IOException e) {
        return Problem.of(Reason.NOT_CAPTURABLE, "the state before could not be kept: " + e.getMessage());
    }

    private Came refused(Observed observed, Problem problem) {
        try {
            record.withdraw();
        } catch (IOException e) {
            // Nothing was decided, so nothing can take effect; settling says so.
            return new Came.RolledBack(observed, problem);
        }
        return new Came.RolledBack(observed, problem);
    }

    private void never() throws IOException {
        if (record.decide(Decision.NEVER) == Decision.NEVER) {
            end(false, "");
        }
    }

    private Came cleared(List<Planned> plan, Map<Long, RelPath> names, Observed observed, OptionalLong notAfter) {
        workspace.applying().lock();
        try {
            var applier = new Applier(workspace.tree(), workspace.blobs(), Workspace.temp(execution.actionId()), names);
            var late = late(notAfter);
            var first = late == null && !partly ? applier.firstMoved(plan) : null;
            if (late != null || first != null) {
                never();
                return new Came.Failed(late != null ? late : conflict(List.of(first)));
            }
            var mark = workspace.open().resolve(execution.actionId());
            Files.writeString(mark, "");
            var came = decided(plan, applier, observed, notAfter);
            Files.deleteIfExists(mark);
            return came;
        } catch (IOException e) {
            return new Came.InDoubt(
                    observed,
                    Problem.of(Reason.UNCONFIRMED, "putting it into the workspace failed: " + e.getMessage()));
        } finally {
            workspace.applying().unlock();
        }
    }

    private Came decided(List<Planned> plan, Applier applier, Observed observed, OptionalLong notAfter)
            throws IOException {
        if (record.decide(Decision.COMMIT) == Decision.NEVER) {
            return new Came.Failed(Problem.of(Reason.CANCELLED, "it was fenced off before it took effect"));
        }
        var late = late(notAfter);
        if (late != null) {
            end(false, "");
            return new Came.Failed(late);
        }
        applier.apply(plan);
        var moved = applier.moved();
        if (moved.isEmpty()) {
            end(true, observed.digest());
            return new Came.Applied(observed, moved);
        }
        return partly ? partly(applier, moved) : takenBack(applier, moved);
    }

    /** Somebody came in between in the very moment: what was done already is taken back. */
    private Came takenBack(Applier applier, Map<RelPath, Moved> moved) throws IOException {
        var back =
                new Applier(workspace.tree(), workspace.blobs(), Workspace.temp(execution.actionId()) + "b", Map.of());
        back.apply(applier.made().stream()
                .map(change -> new Planned(change.inverse(), null))
                .toList());
        if (back.moved().isEmpty()) {
            end(false, "");
            return new Came.Failed(conflict(moved.values()));
        }
        terms = terms.with(List.of("others wrote in the very moment: only a part is in effect"));
        var stayed = applier.made().stream()
                .filter(change -> back.moved().containsKey(change.path()))
                .toList();
        return new Came.Applied(rewritten(stayed), moved);
    }

    private Came partly(Applier applier, Map<RelPath, Moved> moved) throws IOException {
        return new Came.Applied(rewritten(applier.made()), moved);
    }

    private Observed rewritten(List<Change> made) throws IOException {
        var sorted = made.stream()
                .sorted(java.util.Comparator.comparing(Change::path))
                .toList();
        var digest = record.manifest(sorted);
        end(true, digest);
        return Observations.of(sorted, digest, terms, workspace.blobs());
    }

    private void end(boolean applied, String digest) throws IOException {
        long order = workspace.records().next();
        long now = workspace.clock().millis();
        record.end(
                applied
                        ? new Ended(order, true, digest, terms.notes(), terms.tier(), terms.reversibility(), now, false)
                        : Ended.never(order, now));
    }

    private static @Nullable Problem late(OptionalLong notAfter) {
        return notAfter.isPresent() && System.nanoTime() - notAfter.getAsLong() >= 0
                ? Problem.of(Reason.STOPPED, "the right to write ran out before it took effect")
                : null;
    }

    private static Problem conflict(Collection<Moved> moved) {
        var first = moved.iterator().next();
        return Problem.of(Reason.SERIALIZATION_CONFLICT, first.path().text() + " " + first.why())
                .with("paths", Integer.toString(moved.size()));
    }
}
