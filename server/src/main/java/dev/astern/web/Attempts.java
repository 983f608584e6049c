package dev.astern.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts wrong tokens per address, so that nobody tries many. Each look at the store is counted before it is made. */
public final class Attempts {
    static final int MAX_WRONG = 10;
    static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MAX_ADDRESSES = 10_000;

    private record Tried(int wrong, Instant until) {}

    private final Clock clock;
    /** The oldest window first. */
    private final Map<String, Tried> tried = new LinkedHashMap<>();

    public Attempts(Clock clock) {
        this.clock = clock;
    }

    /** Takes one of an address's attempts; false where it has none left now. */
    synchronized boolean take(String address) {
        var now = clock.instant();
        tried.values().removeIf(one -> !now.isBefore(one.until()));
        var before = tried.getOrDefault(address, new Tried(0, now.plus(WINDOW)));
        if (before.wrong() >= MAX_WRONG) {
            return false;
        }
        if (tried.size() >= MAX_ADDRESSES) {
            tried.remove(tried.keySet().iterator().next());
        }
        tried.put(address, new Tried(before.wrong() + 1, before.until()));
        return true;
    }

    /** The token was right, so that the attempt does not count. */
    synchronized void giveBack(String address) {
        tried.computeIfPresent(address, (key, one) -> new Tried(Math.max(0, one.wrong() - 1), one.until()));
    }
}
