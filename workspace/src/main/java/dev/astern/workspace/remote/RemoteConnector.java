package dev.astern.workspace.remote;

import dev.astern.connector.Call;
import dev.astern.connector.Clearance;
import dev.astern.connector.Connector;
import dev.astern.connector.EffectPage;
import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Operation;
import dev.astern.connector.Output;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.SessionRef;
import dev.astern.connector.Settlement;
import dev.astern.connector.Tool;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Acts on a workspace through the runner on its host, which alone has rights there. Keeps nothing. */
public final class RemoteConnector implements Connector {
    private static final String CLEAR = "clear";

    private final Path socket;
    private final String workspace;
    private final List<Tool> tools;

    public RemoteConnector(Path socket, String workspace, List<Tool> tools) {
        this.socket = socket;
        this.workspace = workspace;
        this.tools = List.copyOf(tools);
    }

    @Override
    public List<Tool> tools() {
        return tools;
    }

    private interface Exchange<T> {
        T with(Frames frames) throws IOException;
    }

    private <T> T exchange(Exchange<T> exchange) throws IOException {
        try (var frames = Frames.connect(socket)) {
            return exchange.with(frames);
        }
    }

    /** A refusal is an answer, too. */
    private static Frames.Message answer(Frames frames) throws IOException {
        var message = frames.read();
        if (message.kind().equals("problem")) {
            throw message.as(Problem.class).toException();
        }
        return message;
    }

    private static Problem unreachable(IOException e) {
        return Problem.of(Reason.TARGET_UNREACHABLE, "the runner can't be reached: " + e.getMessage());
    }

    @Override
    public Resolution resolve(Call call) {
        var asked = new Asked.Resolve(workspace, call.tool(), call.arguments());
        try {
            return exchange(frames -> {
                frames.send("resolve", asked);
                var message = frames.read();
                return message.kind().equals("problem")
                        ? new Resolution.Refused(message.as(Problem.class))
                        : new Resolution.Resolved(new RemoteOperation(asked, message.as(Asked.Understood.class)));
            });
        } catch (IOException e) {
            return new Resolution.Refused(unreachable(e));
        }
    }

    @Override
    public Performance perform(Operation operation, Execution execution) {
        return performed(operation, execution, false);
    }

    @Override
    public Performance rehearse(Operation operation, Execution execution) {
        return performed(operation, execution, true);
    }

    private Performance performed(Operation operation, Execution execution, boolean rehearse) {
        var ours = (RemoteOperation) operation;
        var asked = new Asked.Perform(ours.call(), of(execution), rehearse);
        var conversation = new Conversation(execution);
        try {
            return exchange(
                    frames -> conversation.hold(frames, "perform", asked).asOneOf(Performance.class));
        } catch (IOException e) {
            var committed = conversation.committed();
            return committed == null || rehearse
                    ? new Performance.Failed(unreachable(e))
                    : new Performance.InDoubt(committed, Output.empty(), unreachable(e));
        }
    }

    private static Asked.For of(Execution execution) {
        return new Asked.For(
                execution.actionId(),
                execution.session(),
                execution.timeout().toMillis(),
                execution.bindsBeforeState());
    }

    /** One performance: the runner asks for the last word in the middle of it. */
    private static final class Conversation {
        private final Execution execution;
        private @Nullable Observed committed;

        Conversation(Execution execution) {
            this.execution = execution;
        }

        /** What was observed, if it may have taken effect. */
        @Nullable
        Observed committed() {
            return committed;
        }

        Frames.Message hold(Frames frames, String kind, Object asked) throws IOException {
            frames.send(kind, asked);
            execution.onCancel(() -> cancel(frames));
            var message = answer(frames);
            while (message.kind().equals(CLEAR)) {
                clear(frames, message.as(Observed.class));
                message = answer(frames);
            }
            return message;
        }

        private void clear(Frames frames, Observed observed) throws IOException {
            switch (execution.clear(observed)) {
                case Clearance.RollBack no -> frames.send("refused", no.problem());
                case Clearance.Commit yes -> {
                    var until = yes.notAfterNanos();
                    var left = until.isPresent() ? until.getAsLong() - System.nanoTime() : null;
                    committed = observed;
                    frames.send("cleared", new Asked.Cleared(left));
                }
            }
        }

        private static void cancel(Frames frames) {
            try {
                frames.send("cancel", new Asked.Nothing());
            } catch (IOException e) {
                // A runner that is gone has stopped by itself: it ends what it runs when the connection ends.
                frames.close();
            }
        }
    }

    @Override
    public Settlement settle(String actionId) {
        try {
            return exchange(frames -> {
                frames.send("settle", new Asked.OfAction(workspace, actionId));
                return answer(frames).asOneOf(Settlement.class);
            });
        } catch (IOException e) {
            return new Settlement.Unknown(unreachable(e));
        }
    }

    @Override
    public EffectPage effects(String actionId, @Nullable String from, int limit) {
        return asked("effects", new Asked.Effects(workspace, actionId, from, limit), EffectPage.class);
    }

    @Override
    public UndoReport planUndo(UndoRequest request) {
        return asked("plan", Asked.Undo.of(workspace, request, null), UndoReport.class);
    }

    private <T> T asked(String kind, Object what, Class<T> type) {
        try {
            return exchange(frames -> {
                frames.send(kind, what);
                return answer(frames).as(type);
            });
        } catch (IOException e) {
            throw unreachable(e).toException();
        }
    }

    @Override
    public UndoPerformance undo(UndoRequest request, Execution execution) {
        var conversation = new Conversation(execution);
        var asked = Asked.Undo.of(workspace, request, of(execution));
        try {
            return exchange(frames -> conversation.hold(frames, "undo", asked).asOneOf(UndoPerformance.class));
        } catch (IOException e) {
            var committed = conversation.committed();
            return committed == null
                    ? new UndoPerformance.NotApplied(unreachable(e))
                    : new UndoPerformance.InDoubt(
                            new UndoReport(List.of(), List.of(), List.of(), "", 1), committed, unreachable(e));
        }
    }

    @Override
    public void revoke(SessionRef session) {
        try {
            exchange(frames -> {
                frames.send("revoke", new Asked.Revoke(workspace, session));
                return answer(frames);
            });
        } catch (IOException e) {
            // Whoever asks must not take silence for an end.
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {}
}
