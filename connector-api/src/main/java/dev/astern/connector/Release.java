package dev.astern.connector;

import java.util.Optional;

/**
 * Asked right before something takes effect that was cleared a while ago and held since, as a mail whose time to be withdrawn
 * is over: stops may have come in between.
 */
@FunctionalInterface
public interface Release {
    /**
     * Why it may not happen now; it then stays held, and is asked for again. Empty only where it is certain that it may.
     *
     * @param sessionId in whose name; empty for nobody's
     */
    Optional<Problem> objection(String sessionId);
}
