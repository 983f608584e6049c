package dev.astern.witness;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often one address may ask: so often a second, and as often again at once. */
final class RateLimit {
    /** Enough for the logs of a witness and their monitors; the address that asked longest ago is forgotten. */
    private static final int MAX_ADDRESSES = 10_000;

    private record Bucket(double tokens, long atMs) {}

    private final int perSecond;
    private final Clock clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    RateLimit(int perSecond, Clock clock) {
        this.perSecond = perSecond;
        this.clock = clock;
    }

    synchronized boolean admits(String address) {
        long nowMs = clock.millis();
        var before = buckets.getOrDefault(address, new Bucket(perSecond, nowMs));
        // A clock that goes back adds nothing.
        double added = Math.max(0, nowMs - before.atMs()) * perSecond / 1000.0;
        double tokens = Math.min(perSecond, before.tokens() + added);
        boolean admitted = tokens >= 1;
        buckets.put(address, new Bucket(admitted ? tokens - 1 : tokens, nowMs));
        return admitted;
    }

    /** How many addresses are remembered. */
    synchronized int size() {
        return buckets.size();
    }
}
