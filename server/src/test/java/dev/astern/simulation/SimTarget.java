package dev.astern.simulation;

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
import dev.astern.connector.Reads;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.ResourceCount;
import dev.astern.connector.Reversibility;
import dev.astern.connector.SessionRef;
import dev.astern.connector.Settlement;
import dev.astern.connector.Tier;
import dev.astern.connector.Tool;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.testkit.Scheduler;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A target with a fence, which does what targets do at the worst moment. */
final class SimTarget implements Connector {
    static final Problem BROKEN = Problem.of(Reason.STATEMENT_FAILED, "simulated");

    private final Scheduler scheduler;
    private final Auditor auditor;
    private final SimTime leaseTime;
    private final Map<String, Character> fence = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private Faults faults = Faults.NONE;

    SimTarget(Scheduler scheduler, Auditor auditor, SimTime leaseTime) {
        this.scheduler = scheduler;
        this.auditor = auditor;
        this.leaseTime = leaseTime;
    }

    void faults(Faults now) {
        faults = now;
    }

    boolean applied(String actionId) {
        return Character.valueOf('a').equals(fence.get(actionId));
    }

    private record Op(Tier tier) implements Operation {
        @Override
        public String verb() {
            return "update";
        }

        @Override
        public Reversibility reversibility() {
            return Reversibility.REVERSIBLE_WITH_STATE;
        }

        @Override
        public List<String> resources() {
            return List.of("t");
        }

        @Override
        public String summary() {
            return "simulated";
        }

        @Override
        public String command() {
            return "simulated";
        }
    }

    @Override
    public List<Tool> tools() {
        return List.of();
    }

    @Override
    public Resolution resolve(Call call) {
        auditor.resolved();
        return switch (call.tool()) {
            case "write" -> new Resolution.Resolved(new Op(Tier.WRITE));
            // Looks like a read, and turns out to be none.
            case "sly" -> new Resolution.Resolved(new Op(Tier.READ));
            default -> new Resolution.Refused(Problem.of(Reason.NOT_ALLOWED, "simulated"));
        };
    }

    private static Observed observed(String actionId) {
        return new Observed(
                List.of(new ResourceCount("t", 0, 1, 0)),
                "digest of " + actionId,
                List.of(),
                List.of(),
                Tier.WRITE,
                Reversibility.REVERSIBLE_WITH_STATE);
    }

    @Override
    public Performance perform(Operation operation, Execution execution) {
        var id = execution.actionId();
        auditor.performed(id);
        execution.onCancel(() -> auditor.interrupted(id));
        scheduler.pause();
        if (scheduler.chance(faults.connectorFails())) {
            return new Performance.Failed(BROKEN);
        }
        if (fence.containsKey(id)) {
            return new Performance.Failed(Problem.of(Reason.CONFLICTING_STATE, "fenced off"));
        }
        open.add(id);
        try {
            return transaction(id, execution);
        } finally {
            open.remove(id);
        }
    }

    private Performance transaction(String id, Execution execution) {
        scheduler.pause();
        if (scheduler.chance(faults.connectorThrows())) {
            throw new IllegalStateException("simulated, before clearance");
        }
        var observed = observed(id);
        var clearance = execution.clear(observed);
        if (clearance instanceof Clearance.RollBack no) {
            return new Performance.RolledBack(observed, Reads.none(), Output.empty(), no.problem());
        }
        auditor.cleared(id, execution.session().id(), scheduler.node() == 0);
        scheduler.stall(faults.stalls());
        scheduler.pause();
        if (tooLate(clearance)) {
            return new Performance.Failed(Problem.of(Reason.STORE_UNREACHABLE, "the lease has run out"));
        }
        if (!open.contains(id)) {
            return new Performance.InDoubt(observed, Output.empty(), BROKEN);
        }
        if (scheduler.chance(faults.commitLost() / 2)) {
            return new Performance.InDoubt(observed, Output.empty(), BROKEN);
        }
        fence.put(id, 'a');
        open.remove(id);
        auditor.applied(id, execution.session().id());
        scheduler.pause();
        if (scheduler.chance(faults.commitLost())) {
            return new Performance.InDoubt(Observed.nothing(), Output.empty(), BROKEN);
        }
        if (scheduler.chance(faults.connectorThrows())) {
            throw new IllegalStateException("simulated, after the commit");
        }
        return new Performance.Committed(observed, Reads.none(), Output.empty());
    }

    /** As a target's own clock tells when the order to commit comes. */
    private boolean tooLate(Clearance clearance) {
        return clearance instanceof Clearance.Commit commit
                && commit.notAfterNanos().isPresent()
                && leaseTime.nanos() - commit.notAfterNanos().getAsLong() >= 0;
    }

    @Override
    public Performance rehearse(Operation operation, Execution execution) {
        scheduler.pause();
        var observed = observed(execution.actionId());
        var clearance = execution.clear(observed);
        var problem = clearance instanceof Clearance.RollBack no ? no.problem() : BROKEN;
        return new Performance.RolledBack(observed, Reads.none(), Output.empty(), problem);
    }

    @Override
    public Settlement settle(String actionId) {
        scheduler.pause();
        if (scheduler.chance(faults.settleUnknown())) {
            return new Settlement.Unknown(Problem.of(Reason.TARGET_UNREACHABLE, "simulated"));
        }
        // Whatever still runs under this id is ended, and can't commit any more.
        open.remove(actionId);
        return fence.computeIfAbsent(actionId, a -> 'v') == 'a'
                ? new Settlement.Applied(observed(actionId))
                : new Settlement.NeverApplied();
    }

    @Override
    public EffectPage effects(String actionId, @Nullable String from, int limit) {
        return new EffectPage(List.of(), null);
    }

    @Override
    public UndoReport planUndo(UndoRequest request) {
        return new UndoReport(List.of(), List.of(), List.of(), "", 1);
    }

    @Override
    public UndoPerformance undo(UndoRequest request, Execution execution) {
        return new UndoPerformance.NotApplied(BROKEN);
    }

    @Override
    public void revoke(SessionRef session) {}

    @Override
    public void close() {}
}
