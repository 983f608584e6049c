package dev.astern.connector.resource;

import java.time.Duration;

/** How long something may take. */
public record Within(long untilNanos) {
    public static Within of(Duration duration) {
        return new Within(System.nanoTime() + duration.toNanos());
    }

    /** At least a millisecond, so that it can be handed to what takes zero for ever. */
    public Duration left() {
        return Duration.ofNanos(Math.max(1_000_000, untilNanos - System.nanoTime()));
    }

    public boolean over() {
        return untilNanos - System.nanoTime() <= 0;
    }
}
