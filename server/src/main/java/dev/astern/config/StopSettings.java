package dev.astern.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * @param folder any file in it stops this node; so does its absence
 * @param lease how long whoever places a stop waits for a node that does not answer
 * @param held how long a node itself trusts a renewal; shorter, so that clocks may run at slightly different speeds
 * @param renewEvery how often a lease is renewed
 */
public record StopSettings(Path folder, Duration lease, Duration held, Duration renewEvery) {
    public StopSettings {
        if (held.compareTo(lease) >= 0 || renewEvery.compareTo(held) >= 0) {
            throw new IllegalArgumentException(
                    "a lease of " + lease + " is not longer than " + held + ", or that than " + renewEvery);
        }
    }

    public static StopSettings in(Path folder) {
        return new StopSettings(folder, Duration.ofMillis(2_000), Duration.ofMillis(1_800), Duration.ofMillis(500));
    }
}
