package dev.astern.session;

import dev.astern.model.Session;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What this node read about sessions a moment ago. Only sessions that exist are kept, and never for long. */
final class SessionCache {
    private static final int MAX_ENTRIES = 10_000;

    private record Entry(Session session, Instant until) {}

    private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Duration keep;

    SessionCache(Clock clock, Duration keep) {
        this.clock = clock;
        this.keep = keep;
    }

    Optional<Session> get(String key, Function<String, Optional<Session>> read) {
        var now = clock.instant();
        var known = entries.get(key);
        if (known != null && now.isBefore(known.until())) {
            return Optional.of(known.session());
        }
        if (entries.size() > MAX_ENTRIES) {
            entries.clear();
        }
        var session = read.apply(key);
        session.ifPresentOrElse(s -> entries.put(key, new Entry(s, now.plus(keep))), () -> entries.remove(key));
        return session;
    }

    void forget() {
        entries.clear();
    }
}
