package dev.astern.config;

import java.time.Duration;

/**
 * @param lifetime of a session's token unless asked otherwise
 * @param maxLifetime the longest that may be asked for
 * @param cacheFor how long this node may trust what it read about a session; the most that a revocation on another node
 *     can be late here
 */
public record SessionSettings(Duration lifetime, Duration maxLifetime, Duration cacheFor) {
    public static SessionSettings defaults() {
        return new SessionSettings(Duration.ofHours(1), Duration.ofHours(24), Duration.ofSeconds(1));
    }
}
