package dev.astern.connector;

import java.util.OptionalLong;

/** The gateway's last word before an effect becomes real. */
public sealed interface Clearance {
    /**
     * It may take effect, if it does so in time: whoever was cleared and then held up must not act on a right that
     * others believe to be over.
     *
     * @param notAfterNanos by {@link System#nanoTime}; from then on the effect must not begin. A connector that can, has
     *     the target refuse it; any other looks at the time right before it sends. Empty for no limit.
     */
    record Commit(OptionalLong notAfterNanos) implements Clearance {
        public Commit() {
            this(OptionalLong.empty());
        }
    }

    record RollBack(Problem problem) implements Clearance {}
}
