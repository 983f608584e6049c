package dev.astern.workspace.connector;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.Effect;
import dev.astern.connector.EffectPage;
import dev.astern.connector.Execution;
import dev.astern.connector.Operation;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.SessionRef;
import dev.astern.connector.Settlement;
import dev.astern.connector.Tool;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoResult;
import dev.astern.library.RecoveryLibrary;
import dev.astern.workspace.Engine;
import dev.astern.workspace.connector.WorkspaceOperation.What;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Acts on a workspace that is open in this process. */
final class WorkspaceConnector implements Connector {
    private final Engines engines;
    private final Engine.Settings settings;
    private final RecoveryLibrary library;
    private @Nullable Engine used;
    private boolean closed;

    WorkspaceConnector(Engines engines, Engine.Settings settings, RecoveryLibrary library) {
        this.engines = engines;
        this.settings = settings;
        this.library = library;
    }

    private synchronized Engine engine() {
        if (closed) {
            throw Problem.of(Reason.TARGET_NOT_READY, "the connector was closed; try again")
                    .toException();
        }
        if (used == null) {
            used = engines.use(settings);
        }
        return used;
    }

    @Override
    public List<Tool> tools() {
        return WorkspaceTools.ALL;
    }

    @Override
    public Resolution resolve(Call call) {
        Engine engine;
        try {
            engine = engine();
        } catch (ProblemException e) {
            return new Resolution.Refused(e.problem());
        }
        return new Resolver(
                        settings.root().toString(),
                        new Commands(library, engine.roots(), engine.sealed(), engine.seesCommands()))
                .resolve(call);
    }

    @Override
    public Performance perform(Operation operation, Execution execution) {
        var ours = (WorkspaceOperation) operation;
        return performed(() -> switch (ours.what()) {
            case What.Read read -> engine().perform(read.call(), execution);
            case What.Files files -> engine().perform(files.call(), ours.terms(), execution);
            case What.Run run ->
                engine().perform(
                                run.command(),
                                run.sight(),
                                ours.terms(),
                                ShorterExecution.of(execution, run.timeout()));
        });
    }

    @Override
    public Performance rehearse(Operation operation, Execution execution) {
        var ours = (WorkspaceOperation) operation;
        return performed(() -> switch (ours.what()) {
            case What.Read read -> engine().perform(read.call(), execution);
            case What.Files files -> engine().rehearse(files.call(), ours.terms(), execution);
            case What.Run run ->
                engine().rehearse(
                                run.command(),
                                run.sight(),
                                ours.terms(),
                                ShorterExecution.of(execution, run.timeout()));
        });
    }

    private interface Work {
        Performance done();
    }

    private static Performance performed(Work work) {
        try {
            return work.done();
        } catch (ProblemException e) {
            return new Performance.Failed(e.problem());
        }
    }

    @Override
    public Settlement settle(String actionId) {
        try {
            return engine().settle(actionId);
        } catch (ProblemException e) {
            return new Settlement.Unknown(e.problem());
        }
    }

    @Override
    public EffectPage effects(String actionId, @Nullable String from, int limit) {
        try {
            return engine().effects(actionId, from, limit);
        } catch (IOException e) {
            throw unreachable(e).toException();
        }
    }

    @Override
    public UndoReport planUndo(UndoRequest request) {
        try {
            return engine().plan(request);
        } catch (IOException e) {
            var problem = unreachable(e);
            var item = new UndoItem(
                    "workspace", "files", null, Effect.Kind.UPDATE, UndoResult.CANNOT, problem.reason(), List.of());
            return new UndoReport(
                    List.of(new UndoReport.Count("files", UndoResult.CANNOT, problem.reason(), 1)),
                    List.of(item),
                    List.of(problem.detail()),
                    "",
                    1);
        }
    }

    @Override
    public UndoPerformance undo(UndoRequest request, Execution execution) {
        try {
            return engine().undo(request, execution);
        } catch (ProblemException e) {
            return new UndoPerformance.NotApplied(e.problem());
        }
    }

    private static Problem unreachable(IOException e) {
        return Problem.of(Reason.TARGET_UNREACHABLE, "the workspace can't be read: " + e.getMessage());
    }

    @Override
    public void revoke(SessionRef session) {
        opened().ifPresent(engine -> engine.revoke(session));
    }

    private synchronized Optional<Engine> opened() {
        return Optional.ofNullable(used);
    }

    @Override
    public synchronized void close() {
        if (used != null && !closed) {
            engines.release(settings);
        }
        closed = true;
    }
}
