package dev.astern.workspace;

import dev.astern.connector.Execution;
import dev.astern.connector.Output;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.Reads;
import dev.astern.connector.Reason;
import dev.astern.workspace.apply.Planned;
import dev.astern.workspace.command.Cell;
import dev.astern.workspace.command.Cells;
import dev.astern.workspace.command.Command;
import dev.astern.workspace.command.Ran;
import dev.astern.workspace.command.Runs;
import dev.astern.workspace.file.Change;
import dev.astern.workspace.file.Tree;
import dev.astern.workspace.overlay.Upper;
import dev.astern.workspace.store.ActionRecord;
import dev.astern.workspace.store.BlobBatch;
import dev.astern.workspace.store.Printed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Performs commands in a layer over the workspace: what they write is seen and cleared before any of it is in the
 * workspace.
 */
final class CommandActions {
    /** What a command read isn't watched, so that it may have been anything. */
    private static final Reads READ_ANYTHING =
            new Reads(List.of(new Reads.ReadResource(Change.FILES, List.of(), true)), 0, "");

    private final Workspace workspace;
    private final Cells cells;
    private final Running running;

    CommandActions(Workspace workspace, Cells cells, Running running) {
        this.workspace = workspace;
        this.cells = cells;
        this.running = running;
    }

    /** Commands that run now, by the session in whose name. */
    static final class Running {
        private final Map<Runs, String> sessions = new ConcurrentHashMap<>();

        void add(Runs run, String session) {
            sessions.put(run, session);
        }

        void remove(Runs run) {
            sessions.remove(run);
        }

        void cancel(String session) {
            sessions.forEach((run, its) -> {
                if (its.equals(session)) {
                    run.cancel();
                }
            });
        }
    }

    private interface Then {
        Performance of(Upper upper, BlobBatch contents, Output output) throws IOException;
    }

    Performance perform(Command command, Terms terms, Execution execution) {
        return run(command, execution, (upper, contents, output) -> {
            var all = terms.with(upper.notes()).seen(changes(upper));
            workspace
                    .records()
                    .of(execution.actionId())
                    .print(new Printed(execution.session().id(), CommandOutput.digests(output)));
            var came = new Commit(workspace, execution, all, false).run(upper.changes(), contents, Map.of());
            return performance(came, output);
        });
    }

    Performance rehearse(Command command, Terms terms, Execution execution) {
        return run(command, execution, (upper, contents, output) -> {
            var changes = changes(upper);
            var all = terms.with(upper.notes()).seen(changes);
            var observed = Observations.of(changes, ActionRecord.digestOf(changes), all, contents);
            return FileActions.rehearsed(execution.clear(observed), observed, output);
        });
    }

    private static List<Change> changes(Upper upper) {
        return upper.changes().stream().map(Planned::change).toList();
    }

    private Performance run(Command command, Execution execution, Then then) {
        if (workspace.full()) {
            return new Performance.Failed(Commit.full(workspace));
        }
        try (var cell = cells.take()) {
            long started = KernelClock.mark(cell.layer());
            var ran = ran(command, execution, cell);
            var killed = killed(ran, execution);
            return killed != null ? new Performance.Failed(killed) : seen(command, ran, cell.layer(), started, then);
        } catch (IOException e) {
            return new Performance.Failed(Commit.notKept(e));
        }
    }

    private Ran ran(Command command, Execution execution, Cell cell) throws IOException {
        var run = new Runs(cell, execution.actionId(), () -> {});
        running.add(run, execution.session().id());
        try {
            execution.onCancel(run::cancel);
            return run.run(command, execution.timeout());
        } finally {
            running.remove(run);
            cells.prepare();
        }
    }

    private Performance seen(Command command, Ran ran, Path layer, long started, Then then) throws IOException {
        workspace.keeping().readLock().lock();
        try (var contents = workspace.blobs().batch();
                var upper = new Tree(layer.resolve("upper"))) {
            var layerSeen = new Upper(upper, workspace.tree(), contents, started);
            layerSeen.read();
            if (!layerSeen.moved().isEmpty()) {
                return new Performance.Failed(Problem.of(
                        Reason.SERIALIZATION_CONFLICT,
                        layerSeen.moved().getFirst().text() + " was changed by somebody else while the command ran"));
            }
            var output = CommandOutput.of(command, ran, cells.limits().environment(), contents);
            return then.of(layerSeen, contents, output);
        } finally {
            workspace.keeping().readLock().unlock();
        }
    }

    static @org.jspecify.annotations.Nullable Problem killed(Ran ran, Execution execution) {
        var killed = ran.killed();
        if (killed == null) {
            return null;
        }
        return switch (killed) {
            case TIMEOUT ->
                Problem.of(
                        Reason.STATEMENT_TIMEOUT,
                        "the command did not end within " + execution.timeout().toMillis() + " ms and was killed");
            case TOO_MUCH_OUTPUT ->
                Problem.of(Reason.TOO_LARGE, "the command printed more than may be kept and was killed");
            case CANCELLED -> Problem.of(Reason.CANCELLED, "the command was stopped before it took effect");
        };
    }

    static Performance performance(Commit.Came came, Output output) {
        return switch (came) {
            case Commit.Came.Applied done -> new Performance.Committed(done.observed(), READ_ANYTHING, output);
            case Commit.Came.RolledBack back ->
                new Performance.RolledBack(back.observed(), Reads.none(), Output.empty(), back.problem());
            case Commit.Came.Failed failed -> new Performance.Failed(failed.problem());
            case Commit.Came.InDoubt doubt -> new Performance.InDoubt(doubt.observed(), output, doubt.problem());
        };
    }
}
