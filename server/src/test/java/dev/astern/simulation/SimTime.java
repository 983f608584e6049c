package dev.astern.simulation;

import dev.astern.connector.testkit.Scheduler;
import dev.astern.stop.Pace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The time of leases: it goes on in small steps, and faster for whoever waits. */
final class SimTime extends Clock implements Pace {
    private static final int STEP_MS = 200;

    private final Scheduler scheduler;
    private long nanos;

    SimTime(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void goOn() {
        nanos += Duration.ofMillis(scheduler.random().nextInt(STEP_MS)).toNanos();
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void pause(Duration time) {
        goOn();
        scheduler.pause();
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
