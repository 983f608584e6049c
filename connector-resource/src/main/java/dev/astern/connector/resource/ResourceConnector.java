package dev.astern.connector.resource;

import dev.astern.connector.Call;
import dev.astern.connector.Clearance;
import dev.astern.connector.Connector;
import dev.astern.connector.EffectPage;
import dev.astern.connector.Execution;
import dev.astern.connector.Keeping;
import dev.astern.connector.Observed;
import dev.astern.connector.Operation;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reads;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.SessionRef;
import dev.astern.connector.Settlement;
import dev.astern.connector.Tool;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connector of whatever can be described as a {@link ResourceSystem}. */
public final class ResourceConnector implements Connector {
    private static final Duration PLAN_TIMEOUT = Duration.ofSeconds(60);

    private final ResourceSystem system;
    private final Keeping keeping;
    private final Locks locks = new Locks();

    /** @param keeping holds what was there before, and what came of it */
    public ResourceConnector(ResourceSystem system, Keeping keeping) {
        this.system = system;
        this.keeping = keeping;
    }

    @Override
    public List<Tool> tools() {
        return system.tools();
    }

    @Override
    public Resolution resolve(Call call) {
        return switch (system.understand(call)) {
            case Understood.Refused(var problem) -> new Resolution.Refused(problem);
            case Understood.Doable doable -> new Resolution.Resolved(new ResourceOperation(doable));
        };
    }

    @Override
    public Performance perform(Operation operation, Execution execution) {
        return run(own(operation), execution, false);
    }

    @Override
    public Performance rehearse(Operation operation, Execution execution) {
        return run(own(operation), execution, true);
    }

    private static ResourceOperation own(Operation operation) {
        if (operation instanceof ResourceOperation own) {
            return own;
        }
        throw new IllegalArgumentException("not an operation of this connector: " + operation.getClass() + ": bug");
    }

    private Performance run(ResourceOperation operation, Execution execution, boolean rehearsal) {
        return operation.reads()
                ? read(operation, execution)
                : new Acting(system, keeping, operation, execution).perform(locks, rehearsal);
    }

    /** A read is asked for clearance first: what it brings back is not to be had during a stop. */
    private Performance read(ResourceOperation operation, Execution execution) {
        var interruption = new Interruption();
        execution.onCancel(interruption::interrupt);
        try {
            if (execution.clear(Observed.nothing()) instanceof Clearance.RollBack(var problem)) {
                return new Performance.Failed(problem);
            }
            var output = system.answer(operation.understood().request(), Within.of(execution.timeout()));
            return new Performance.Committed(Observed.nothing(), Reading.of(operation.resources(), output), output);
        } catch (ProblemException e) {
            return new Performance.Failed(e.problem());
        } finally {
            interruption.over();
        }
    }

    @Override
    public Settlement settle(String actionId) {
        try {
            return new Settling(system, keeping).settle(actionId);
        } catch (ProblemException e) {
            return new Settlement.Unknown(e.problem());
        }
    }

    @Override
    public EffectPage effects(String actionId, @Nullable String from, int limit) {
        var kept = keeping.of(actionId)
                .orElseThrow(() -> Problem.of(Reason.NO_BEFORE_STATE, "nothing is kept of action " + actionId)
                        .toException());
        var all = Observing.effects(kept);
        int start = from == null ? 0 : place(from, all.size());
        int end = Math.min(all.size(), start + limit);
        var shown = all.subList(start, end).stream().map(new Veil(system)::over).toList();
        return new EffectPage(shown, end == all.size() ? null : Integer.toString(end));
    }

    private static int place(String from, int size) {
        try {
            return Math.clamp(Integer.parseInt(from), 0, size);
        } catch (NumberFormatException e) {
            throw Problem.of(Reason.BAD_REQUEST, "not the next of a page").toException();
        }
    }

    @Override
    public UndoReport planUndo(UndoRequest request) {
        var plan = new UndoPlan(system, keeping, request);
        var entries = plan.make(Within.of(PLAN_TIMEOUT));
        return plan.report(entries, plan.notes(entries), 1);
    }

    @Override
    public UndoPerformance undo(UndoRequest request, Execution execution) {
        return new Undoing(system, keeping, request, execution).undo(locks);
    }

    @Override
    public void revoke(SessionRef session) {
        system.revoke(session);
    }

    @Override
    public void close() {
        system.close();
    }

    /** The reads of an answer: which resources, and a digest of what was returned. */
    private static final class Reading {
        static Reads of(List<String> resources, dev.astern.connector.Output output) {
            var digest = new Digest();
            long rows = 0;
            for (var result : output.results()) {
                rows += result.rows().size();
                for (var row : result.rows()) {
                    row.forEach(value -> digest.text(value == null ? null : value.toString()));
                }
            }
            var read = resources.stream()
                    .map(resource -> new Reads.ReadResource(resource, List.of(), true))
                    .toList();
            return new Reads(read, rows, digest.hex());
        }
    }
}
