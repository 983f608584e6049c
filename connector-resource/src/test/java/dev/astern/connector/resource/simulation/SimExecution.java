package dev.astern.connector.resource.simulation;

import dev.astern.connector.Clearance;
import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.SessionRef;
import dev.astern.connector.testkit.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** A gateway's last word: no during a stop, yes otherwise, at times only for so long. */
final class SimExecution implements Execution {
    /** Much longer than anything that is not held up on purpose. */
    private static final long SHORT_NANOS = 50_000_000;

    private final Scheduler scheduler;
    private final Auditor auditor;
    private final Weather weather;
    private final String id;

    SimExecution(Scheduler scheduler, Auditor auditor, Weather weather, String id) {
        this.scheduler = scheduler;
        this.auditor = auditor;
        this.weather = weather;
        this.id = id;
    }

    @Override
    public String actionId() {
        return id;
    }

    @Override
    public SessionRef session() {
        return new SessionRef("ses_sim", Instant.MAX);
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(60);
    }

    @Override
    public Clearance clear(Observed observed) {
        scheduler.pause();
        if (auditor.stopped()) {
            return new Clearance.RollBack(Problem.of(Reason.STOPPED, "simulated"));
        }
        boolean late = scheduler.chance(weather.late());
        if (late && scheduler.chance(0.9)) {
            auditor.cleared(id, 0);
            return new Clearance.Commit(OptionalLong.of(System.nanoTime() - 1));
        }
        long until = late ? System.nanoTime() + SHORT_NANOS : Long.MAX_VALUE;
        auditor.cleared(id, until);
        return late ? new Clearance.Commit(OptionalLong.of(until)) : new Clearance.Commit();
    }

    @Override
    public void onCancel(Runnable cancel) {
        if (scheduler.chance(weather.late() / 4)) {
            scheduler.spawn(Simulation.PEOPLE, () -> {
                if (!auditor.isCleared(id)) {
                    cancel.run();
                }
            });
        }
    }
}
