package dev.astern.workspace;

import dev.astern.connector.Clearance;
import dev.astern.connector.Execution;
import dev.astern.connector.Output;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reads;
import dev.astern.connector.Reason;
import dev.astern.workspace.apply.Planned;
import dev.astern.workspace.store.ActionRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Performs file tools: captures only their paths, and changes them by compare-and-set. */
final class FileActions {
    private final Workspace workspace;

    FileActions(Workspace workspace) {
        this.workspace = workspace;
    }

    Performance perform(FileCall call, Terms terms, Execution execution) {
        workspace.keeping().readLock().lock();
        try (var contents = workspace.blobs().batch()) {
            var plan = new FilePlans(workspace, contents).of(call);
            var came = new Commit(workspace, execution, terms, false).run(plan, contents, Map.of());
            return performance(came, plan);
        } catch (ProblemException e) {
            return new Performance.Failed(e.problem());
        } catch (IOException e) {
            return new Performance.Failed(Commit.notKept(e));
        } finally {
            workspace.keeping().readLock().unlock();
        }
    }

    Performance rehearse(FileCall call, Terms terms, Execution execution) {
        workspace.keeping().readLock().lock();
        try (var contents = workspace.blobs().batch()) {
            var plan = new FilePlans(workspace, contents).of(call);
            var changes = plan.stream().map(Planned::change).toList();
            var observed = Observations.of(changes, ActionRecord.digestOf(changes), terms, contents);
            return rehearsed(execution.clear(observed), observed, output(plan));
        } catch (ProblemException e) {
            return new Performance.Failed(e.problem());
        } catch (IOException e) {
            return new Performance.Failed(Commit.notKept(e));
        } finally {
            workspace.keeping().readLock().unlock();
        }
    }

    static Performance rehearsed(Clearance clearance, dev.astern.connector.Observed observed, Output output) {
        var problem = switch (clearance) {
            case Clearance.RollBack no -> no.problem();
            case Clearance.Commit yes -> Problem.of(Reason.CANCELLED, "this was a rehearsal");
        };
        return new Performance.RolledBack(observed, Reads.none(), output, problem);
    }

    private static Performance performance(Commit.Came came, List<Planned> plan) {
        return switch (came) {
            case Commit.Came.Applied done -> new Performance.Committed(done.observed(), Reads.none(), output(plan));
            case Commit.Came.RolledBack back ->
                new Performance.RolledBack(back.observed(), Reads.none(), Output.empty(), back.problem());
            case Commit.Came.Failed failed -> new Performance.Failed(failed.problem());
            case Commit.Came.InDoubt doubt -> new Performance.InDoubt(doubt.observed(), output(plan), doubt.problem());
        };
    }

    private static Output output(List<Planned> plan) {
        return new Output(0, List.of(new Output.Result("files", plan.size(), List.of(), List.of(), false)));
    }
}
