package dev.astern.library.entry;

import java.time.Duration;
import java.util.Optional;

/**
 * What is known when something is to be taken back. What is not known is left out, never guessed.
 *
 * @param unchanged whether the resource still holds what the agent left
 * @param exists whether the resource is still there
 * @param captured whether the state from before was captured
 * @param since how long ago the action took effect
 */
public record RollbackFacts(
        Optional<Boolean> unchanged, Optional<Boolean> exists, Optional<Boolean> captured, Optional<Duration> since) {
    public static RollbackFacts unknown() {
        return new RollbackFacts(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
