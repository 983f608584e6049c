package dev.astern.approval;

import dev.astern.connector.Effect;
import dev.astern.connector.Observed;
import dev.astern.connector.UndoRehearsal;
import java.util.List;
import java.util.Optional;

/**
 * What people are shown of an action's undo, which was rehearsed with it.
 *
 * @param said in a sentence, also where nothing was rehearsed
 * @param effects how many there are to take back
 * @param back how many came back
 * @param tookMs how long that took
 * @param notes what else an undo would do
 */
public record ShownUndo(String said, long effects, long back, long tookMs, List<String> notes) {
    static ShownUndo of(Observed observed, Optional<UndoRehearsal> undo) {
        if (undo.isEmpty()) {
            return not(observed.total() == 0 ? "there is nothing to take back" : "this target can not do that");
        }
        var rehearsed = undo.get();
        var problem = rehearsed.problem();
        return problem == null ? rehearsed(observed, rehearsed) : not(problem.detail());
    }

    private static ShownUndo not(String why) {
        return new ShownUndo("undo not rehearsed: " + why, 0, 0, 0, List.of());
    }

    private static ShownUndo rehearsed(Observed observed, UndoRehearsal undo) {
        boolean structure = observed.sample().stream().anyMatch(e -> e.kind() == Effect.Kind.STRUCTURE);
        long ms = undo.took().toMillis();
        return new ShownUndo(
                "undo rehearsed: " + undo.back() + " of " + undo.effects() + (structure ? " changes" : " rows")
                        + " back in " + ms + " ms",
                undo.effects(),
                undo.back(),
                ms,
                undo.notes());
    }
}
