package dev.astern.connector;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The undo of a rehearsed action, done within its rehearsal and taken back with it.
 *
 * @param effects how many there were to take back
 * @param back how many of them were then as before the action
 * @param took how long that took
 * @param notes what else an undo would do, for example what the owner's triggers write
 * @param problem why it could not be rehearsed; null where it was
 */
public record UndoRehearsal(
        long effects,
        long back,
        Duration took,
        List<String> notes,
        @Nullable Problem problem) {
    public UndoRehearsal {
        Objects.requireNonNull(took, "took");
        notes = List.copyOf(notes);
        if (back < 0 || back > effects) {
            throw new IllegalArgumentException(back + " of " + effects + " back");
        }
    }

    /** Nothing can be said of it. */
    public static UndoRehearsal not(Problem problem) {
        return new UndoRehearsal(0, 0, Duration.ZERO, List.of(), problem);
    }

    /** What a report of the undo says. */
    public static UndoRehearsal of(UndoReport report, List<String> notes, Duration took) {
        long effects =
                report.counts().stream().mapToLong(UndoReport.Count::count).sum();
        long back = report.count(UndoResult.RESTORED) + report.count(UndoResult.ALREADY_BACK);
        return new UndoRehearsal(effects, back, took, notes, null);
    }
}
