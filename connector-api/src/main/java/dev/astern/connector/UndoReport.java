package dev.astern.connector;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A plan (nothing was changed) or the report of an undo (read back before it was committed): one shape, so that the two
 * can be laid side by side.
 *
 * @param counts complete, whatever the limit of items
 * @param items the first effects, those that need a person first
 * @param notes locks taken, triggers that fired, what could not be told apart
 * @param digest over what the plan saw and decided; binds an apply to it, and is empty where no plan was given
 * @param attempts how often the work was started over because others were writing
 */
public record UndoReport(List<Count> counts, List<UndoItem> items, List<String> notes, String digest, int attempts) {
    public UndoReport {
        counts = List.copyOf(counts);
        items = List.copyOf(items);
        notes = List.copyOf(notes);
        Objects.requireNonNull(digest, "digest");
    }

    /** How many effects of one resource ended in one way. */
    public record Count(
            String resource, UndoResult result, @Nullable Reason reason, long count) {}

    public long count(UndoResult result) {
        return counts.stream()
                .filter(c -> c.result() == result)
                .mapToLong(Count::count)
                .sum();
    }
}
