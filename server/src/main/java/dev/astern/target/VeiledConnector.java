package dev.astern.target;

import dev.astern.connector.Call;
import dev.astern.connector.Clearance;
import dev.astern.connector.Connector;
import dev.astern.connector.EffectPage;
import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Operation;
import dev.astern.connector.Performance;
import dev.astern.connector.Resolution;
import dev.astern.connector.SessionRef;
import dev.astern.connector.Settlement;
import dev.astern.connector.Tool;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connector under a {@link Veil}. What an agent asks for goes through as it is. */
final class VeiledConnector implements Connector {
    private final Connector connector;
    private final Veil veil;

    VeiledConnector(Connector connector, Veil veil) {
        this.connector = connector;
        this.veil = veil;
    }

    @Override
    public List<Tool> tools() {
        return veil.over(connector::tools);
    }

    @Override
    public Resolution resolve(Call call) {
        var resolution = connector.resolve(call);
        return resolution instanceof Resolution.Refused ? veil.over(resolution) : resolution;
    }

    @Override
    public Performance perform(Operation operation, Execution execution) {
        return veil.over(() -> connector.perform(operation, new VeiledExecution(execution, veil)));
    }

    @Override
    public Optional<Duration> reportedWithin() {
        return connector.reportedWithin();
    }

    @Override
    public Performance rehearse(Operation operation, Execution execution) {
        return veil.over(() -> connector.rehearse(operation, new VeiledExecution(execution, veil)));
    }

    @Override
    public Settlement settle(String actionId) {
        return veil.over(() -> connector.settle(actionId));
    }

    @Override
    public EffectPage effects(String actionId, @Nullable String from, int limit) {
        return veil.over(() -> connector.effects(actionId, from, limit));
    }

    @Override
    public UndoReport planUndo(UndoRequest request) {
        return veil.over(() -> connector.planUndo(request));
    }

    @Override
    public UndoPerformance undo(UndoRequest request, Execution execution) {
        return veil.over(() -> connector.undo(request, new VeiledExecution(execution, veil)));
    }

    @Override
    public void revoke(SessionRef session) {
        connector.revoke(session);
    }

    @Override
    public void close() {
        connector.close();
    }

    /** What people are asked to decide about is seen by them. */
    record VeiledExecution(Execution execution, Veil veil) implements Execution {
        @Override
        public String actionId() {
            return execution.actionId();
        }

        @Override
        public SessionRef session() {
            return execution.session();
        }

        @Override
        public Duration timeout() {
            return execution.timeout();
        }

        @Override
        public boolean bindsBeforeState() {
            return execution.bindsBeforeState();
        }

        @Override
        public boolean rehearsesUndo() {
            return execution.rehearsesUndo();
        }

        @Override
        public Clearance clear(Observed observed) {
            return execution.clear(veil.over(observed));
        }

        @Override
        public void onCancel(Runnable cancel) {
            execution.onCancel(cancel);
        }
    }
}
