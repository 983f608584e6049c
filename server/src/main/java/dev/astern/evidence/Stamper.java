package dev.astern.evidence;

import dev.astern.journal.remote.Http;
import dev.astern.journal.remote.TimestampClient;
import dev.astern.storage.LogStore;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks for time stamps now and then, away from everything that waits. */
public final class Stamper implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration FIRST = Duration.ofSeconds(2);

    private final Http http = new Http(TIMEOUT);
    private final TimeStamping stamping;
    private final Duration every;
    private final EvidenceLog failures;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("astern-time-stamps").daemon().factory());

    public Stamper(LogStore store, URI authority, Duration every, EvidenceLog failures) {
        this.stamping = new TimeStamping(store, new TimestampClient(http, authority, new SecureRandom()));
        this.every = every;
        this.failures = failures;
    }

    public void start() {
        var _ = clock.scheduleWithFixedDelay(this::stamp, FIRST.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stamp() {
        try {
            stamping.stamp().ifPresent(why -> failures.failed("time stamp", new IllegalStateException(why)));
        } catch (RuntimeException e) {
            failures.failed("time stamp", e);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        http.close();
    }
}
