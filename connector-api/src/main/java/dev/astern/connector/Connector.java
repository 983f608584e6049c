package dev.astern.connector;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows how to act on one target, and how to take back what it did. An instance serves one target, is used by many
 * threads at once, and keeps no truth of its own: everything it must remember lives at the target.
 */
public interface Connector extends AutoCloseable {
    /** What agents may call here. */
    List<Tool> tools();

    /** Understands a call without touching anything that lasts. Never throws for a bad call: that is a refusal. */
    Resolution resolve(Call call);

    /**
     * Captures, executes, observes, asks for clearance and commits, all in one atomic step where the target can.
     * Nothing is in effect unless the answer is {@link Performance.Committed}, or is {@link Performance.InDoubt} and
     * settles so.
     */
    Performance perform(Operation operation, Execution execution);

    /**
     * Where what is cleared here is done elsewhere, as {@link Performance.Elsewhere}: how long whoever does it may take to
     * report its end; later nobody knows. Empty where actions come to their end in {@link #perform}.
     */
    default Optional<Duration> reportedWithin() {
        return Optional.empty();
    }

    /** The same, always taken back; the observed digest can be demanded of a later run. */
    Performance rehearse(Operation operation, Execution execution);

    /**
     * Asks the target whether an action took effect, behind a fence: after {@link Settlement.NeverApplied} it never can.
     * Safe to call again, and from any node.
     */
    Settlement settle(String actionId);

    /** An action's effects, read from where the target keeps them. {@code from} is a page's {@code next}, or null. */
    EffectPage effects(String actionId, @Nullable String from, int limit);

    /** What an undo would do now. Changes nothing. */
    UndoReport planUndo(UndoRequest request);

    /**
     * Takes effects back, each only while it still holds what the agent left there, and reads all of them back before
     * it commits.
     */
    UndoPerformance undo(UndoRequest request, Execution execution);

    /** Ends a session's credentials and whatever it has running here. Safe to call again. */
    void revoke(SessionRef session);

    @Override
    void close();
}
