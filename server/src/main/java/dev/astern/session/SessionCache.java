package dev.astern.session;

import dev.astern.model.Session;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** What this node read about sessions a moment ago. Only sessions that exist are kept, and never for long. */
final class SessionCache {
    private static final int MAX_ENTRIES = 10_000;

    /** @param generation when it was read; what was read before others were forgotten counts no more */
    private record Entry(Session session, Instant until, long generation) {}

    private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong generation = new AtomicLong();
    private final Clock clock;
    private final Duration keep;

    SessionCache(Clock clock, Duration keep) {
        this.clock = clock;
        this.keep = keep;
    }

    Optional<Session> get(String key, Function<String, Optional<Session>> read) {
        var now = clock.instant();
        long current = generation.get();
        var known = entries.get(key);
        if (known != null && known.generation() == current && now.isBefore(known.until())) {
            return Optional.of(known.session());
        }
        if (entries.size() > MAX_ENTRIES) {
            entries.clear();
        }
        var session = read.apply(key);
        session.ifPresentOrElse(
                s -> entries.put(key, new Entry(s, now.plus(keep), current)), () -> entries.remove(key));
        return session;
    }

    /** What is being read at this moment is not kept either. */
    void forget() {
        generation.incrementAndGet();
        entries.clear();
    }
}
