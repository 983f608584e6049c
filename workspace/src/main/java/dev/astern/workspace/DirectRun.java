package dev.astern.workspace;

import dev.astern.connector.Clearance;
import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Output;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.Reads;
import dev.astern.connector.Reason;
import dev.astern.workspace.command.Cell;
import dev.astern.workspace.command.Cells;
import dev.astern.workspace.command.Command;
import dev.astern.workspace.command.NotStarted;
import dev.astern.workspace.command.Ran;
import dev.astern.workspace.command.Runs;
import dev.astern.workspace.file.Change;
import dev.astern.workspace.store.ActionRecord;
import dev.astern.workspace.store.Decision;
import dev.astern.workspace.store.Ended;
import dev.astern.workspace.store.Printed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Runs a command whose effects are real at once: it is cleared before it starts, and what it did is looked at when it has
 * ended.
 */
final class DirectRun {
    private static final Reads READ_ANYTHING =
            new Reads(List.of(new Reads.ReadResource(Change.FILES, List.of(), true)), 0, "");

    private final Workspace workspace;
    private final Cells cells;
    private final CommandActions.Running running;

    DirectRun(Workspace workspace, Cells cells, CommandActions.Running running) {
        this.workspace = workspace;
        this.cells = cells;
        this.running = running;
    }

    /** Who looks at what the command did. */
    interface Look {
        /** Looks, and writes down what was seen and that it ended. */
        Observed seen(ActionRecord record, Terms terms) throws IOException;

        /** Done again and again while it runs. */
        default void meanwhile() {}
    }

    private record Act(Command command, Execution execution, ActionRecord record, Cell cell, Look look) {}

    /** Its beginning was written down before. */
    Performance perform(Command command, Observed expected, Terms terms, Execution execution, Look look)
            throws IOException {
        try (var cell = cells.take()) {
            var record = workspace.records().of(execution.actionId());
            return cleared(new Act(command, execution, record, cell, look), expected, terms);
        }
    }

    private Performance cleared(Act act, Observed expected, Terms terms) throws IOException {
        var execution = act.execution();
        var record = act.record();
        return switch (execution.clear(expected)) {
            case Clearance.RollBack no -> {
                record.withdraw();
                yield new Performance.RolledBack(expected, Reads.none(), Output.empty(), no.problem());
            }
            case Clearance.Commit yes -> {
                var until = yes.notAfterNanos();
                Files.writeString(mark(execution), "");
                if (record.decide(Decision.COMMIT) == Decision.NEVER) {
                    yield new Performance.Failed(
                            Problem.of(Reason.CANCELLED, "it was fenced off before it took effect"));
                }
                if (until.isPresent() && System.nanoTime() - until.getAsLong() >= 0) {
                    never(record, execution);
                    yield new Performance.Failed(
                            Problem.of(Reason.STOPPED, "the right to write ran out before it took effect"));
                }
                yield run(act, terms);
            }
        };
    }

    private Performance run(Act act, Terms terms) {
        try {
            var ran = ran(act);
            var all = terms;
            if (ran.killed() != null) {
                all = terms.with(List.of("it was killed ("
                        + ran.killed().name().toLowerCase(Locale.ROOT)
                        + "); what it had done by then stays, and can be undone as far as it was captured"));
            }
            Output output;
            try (var contents = workspace.blobs().batch()) {
                output = CommandOutput.of(act.command(), ran, cells.limits().environment(), contents);
                contents.commit();
            }
            act.record().print(new Printed(act.execution().session().id(), CommandOutput.digests(output)));
            var observed = act.look().seen(act.record(), all);
            Files.deleteIfExists(mark(act.execution()));
            return new Performance.Committed(observed, READ_ANYTHING, output);
        } catch (NotStarted e) {
            return notStarted(act, e);
        } catch (IOException | UncheckedIOException e) {
            return new Performance.InDoubt(
                    Observed.nothing(),
                    Output.empty(),
                    Problem.of(Reason.UNCONFIRMED, "what the command did could not be seen: " + e.getMessage()));
        }
    }

    private Performance notStarted(Act act, NotStarted why) {
        var problem = Problem.of(Reason.TARGET_NOT_READY, String.valueOf(why.getMessage()));
        try {
            never(act.record(), act.execution());
            return new Performance.Failed(problem);
        } catch (IOException e) {
            return new Performance.InDoubt(Observed.nothing(), Output.empty(), problem);
        }
    }

    private void never(ActionRecord record, Execution execution) throws IOException {
        record.end(Ended.never(workspace.records().next(), workspace.clock().millis()));
        Files.deleteIfExists(mark(execution));
    }

    /** So that it is settled when the workspace is opened again. */
    private Path mark(Execution execution) {
        return workspace.open().resolve(execution.actionId());
    }

    private Ran ran(Act act) throws IOException {
        var run = new Runs(act.cell(), act.execution().actionId(), act.look()::meanwhile);
        running.add(run, act.execution().session().id());
        try {
            return run.run(act.command(), act.execution().timeout());
        } finally {
            running.remove(run);
            cells.prepare();
        }
    }
}
