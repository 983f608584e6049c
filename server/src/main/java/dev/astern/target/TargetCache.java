package dev.astern.target;

import dev.astern.model.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What this node read about targets a moment ago; every action asks. */
final class TargetCache {
    private static final Duration KEEP = Duration.ofSeconds(1);

    private record Entry(Target target, Instant until) {}

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Clock clock;

    TargetCache(Clock clock) {
        this.clock = clock;
    }

    Optional<Target> get(String name, Function<String, Optional<Target>> read) {
        var now = clock.instant();
        var known = entries.get(name);
        if (known != null && now.isBefore(known.until())) {
            return Optional.of(known.target());
        }
        var target = read.apply(name);
        target.ifPresentOrElse(t -> entries.put(name, new Entry(t, now.plus(KEEP))), () -> entries.remove(name));
        return target;
    }

    void forget(String name) {
        entries.remove(name);
    }
}
