package dev.astern.verify.lines;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether times go on as the log does. Nodes' clocks differ, so a little is nothing to speak of. */
final class Clocks {
    private static final Duration TOLERANCE = Duration.ofSeconds(10);

    private Instant latest = Instant.MIN;
    private Duration most = Duration.ZERO;
    private long first;
    private long count;

    void add(CheckedEntry entry) {
        var time = entry.entry().time();
        if (!time.isBefore(latest)) {
            latest = time;
            return;
        }
        var behind = Duration.between(time, latest);
        if (behind.compareTo(TOLERANCE) > 0) {
            first = count == 0 ? entry.index() : first;
            count++;
            most = behind.compareTo(most) > 0 ? behind : most;
        }
    }

    Optional<String> warning() {
        return count == 0
                ? Optional.empty()
                : Optional.of(count + " receipts claim to be more than " + TOLERANCE.toSeconds()
                        + " s older than one before them, by up to " + most.toSeconds()
                        + " s; the first of them has index " + first);
    }
}
