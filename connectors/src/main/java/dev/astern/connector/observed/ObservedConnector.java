package dev.astern.connector.observed;

import dev.astern.connector.Call;
import dev.astern.connector.Clearance;
import dev.astern.connector.Connector;
import dev.astern.connector.EffectPage;
import dev.astern.connector.Execution;
import dev.astern.connector.Operation;
import dev.astern.connector.Output;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.Reads;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.SessionRef;
import dev.astern.connector.Settlement;
import dev.astern.connector.Tool;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoRehearsal;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Has calls cleared that the agent's host runs. It does nothing itself, so that there is nothing to take back either. */
final class ObservedConnector implements Connector {
    private static final Problem NO_STATE =
            Problem.of(Reason.NO_BEFORE_STATE, "it was done by the agent's host: nothing was captured");

    private final Resolver resolver;
    private final Duration within;

    ObservedConnector(Resolver resolver, Duration within) {
        this.resolver = resolver;
        this.within = within;
    }

    /** None that anybody could call here. */
    @Override
    public List<Tool> tools() {
        return List.of();
    }

    @Override
    public Optional<Duration> reportedWithin() {
        return Optional.of(within);
    }

    @Override
    public Resolution resolve(Call call) {
        return resolver.resolve(call);
    }

    @Override
    public Performance perform(Operation operation, Execution execution) {
        var unseen = ((ObservedOperation) operation).unseen();
        return switch (execution.clear(unseen)) {
            case Clearance.RollBack(var problem) ->
                new Performance.RolledBack(unseen, Reads.none(), new Output(1, List.of()), problem);
            case Clearance.Commit(var notAfter)
            when notAfter.isPresent() && System.nanoTime() - notAfter.getAsLong() >= 0 ->
                new Performance.Failed(
                        Problem.of(Reason.NOT_SENT_IN_TIME, "the right to write ran out before it was answered"));
            case Clearance.Commit commit -> new Performance.Elsewhere(unseen);
        };
    }

    /** Nobody can know what it would do. */
    @Override
    public Performance rehearse(Operation operation, Execution execution) {
        return new Performance.RolledBack(
                ((ObservedOperation) operation).unseen(),
                Reads.none(),
                Output.empty(),
                Problem.of(Reason.NOT_UNDOABLE, "it was not done"),
                execution.rehearsesUndo() ? Optional.of(UndoRehearsal.not(NO_STATE)) : Optional.empty());
    }

    @Override
    public Settlement settle(String actionId) {
        return new Settlement.Unknown(
                Problem.of(Reason.UNCONFIRMED, "only the agent's host knows, and it has not reported"));
    }

    @Override
    public EffectPage effects(String actionId, @Nullable String from, int limit) {
        return new EffectPage(List.of(), null);
    }

    @Override
    public UndoReport planUndo(UndoRequest request) {
        return new UndoReport(List.of(), List.of(), List.of(NO_STATE.detail()), "", 1);
    }

    @Override
    public UndoPerformance undo(UndoRequest request, Execution execution) {
        return new UndoPerformance.NotApplied(NO_STATE);
    }

    @Override
    public void revoke(SessionRef session) {
        // Sessions have nothing here: their token is all they ask with.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
