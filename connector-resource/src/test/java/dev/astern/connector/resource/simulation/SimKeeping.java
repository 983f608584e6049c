package dev.astern.connector.resource.simulation;

import dev.astern.connector.Installation;
import dev.astern.connector.Keeping;
import dev.astern.connector.KeptAction;
import dev.astern.connector.KeptChange;
import dev.astern.connector.Left;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.SessionRef;
import dev.astern.connector.testkit.MemoryKeeping;
import dev.astern.connector.testkit.Scheduler;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A store that is away at times, or whose answer is: then what was to be kept is, or is not. It outlives the processes. */
final class SimKeeping implements Keeping {
    private final MemoryKeeping memory = new MemoryKeeping();
    private final Scheduler scheduler;
    private final Auditor auditor;
    private double fails;

    SimKeeping(Scheduler scheduler, Auditor auditor, double fails) {
        this.scheduler = scheduler;
        this.auditor = auditor;
        this.fails = fails;
    }

    void calm() {
        fails = 0;
    }

    private <T> T perhaps(Supplier<T> work) {
        scheduler.pause();
        if (scheduler.chance(fails / 2)) {
            throw away();
        }
        var result = work.get();
        if (scheduler.chance(fails / 2)) {
            throw away();
        }
        scheduler.pause();
        return result;
    }

    private static RuntimeException away() {
        return Problem.of(Reason.STORE_UNREACHABLE, "simulated").toException();
    }

    @Override
    public boolean keep(String actionId, SessionRef session, List<KeptChange> changes) {
        boolean kept = perhaps(() -> memory.keep(actionId, session, changes));
        if (kept) {
            auditor.kept(actionId);
        }
        return kept;
    }

    @Override
    public boolean left(String actionId, Map<Integer, Left> left) {
        return perhaps(() -> memory.left(actionId, left));
    }

    @Override
    public Optional<KeptAction> fence(String actionId) {
        return perhaps(() -> memory.fence(actionId));
    }

    @Override
    public Optional<KeptAction> of(String actionId) {
        return perhaps(() -> memory.of(actionId));
    }

    @Override
    public Installation.Pruned prune(Instant before, boolean dryRun) {
        return memory.prune(before, dryRun);
    }

    @Override
    public long bytes() {
        return memory.bytes();
    }
}
