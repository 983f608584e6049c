package dev.astern.undo;

import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.model.UndoSelection;
import java.util.Map;
import java.util.Objects;

/**
 * What an operator asks for.
 *
 * @param selection what to take back
 * @param onConflict what to do where somebody changed the same field since
 * @param choices by item, where a person decided otherwise
 * @param planDigests by target: apply only what these plans saw; empty to apply what the plan says now
 * @param reason the operator's words, for the record
 * @param itemLimit how many items a plan or report lists
 */
public record UndoOrder(
        UndoSelection selection,
        OnConflict onConflict,
        Map<String, OnConflict> choices,
        Map<String, String> planDigests,
        String reason,
        int itemLimit) {
    public UndoOrder {
        Objects.requireNonNull(selection, "selection");
        Objects.requireNonNull(onConflict, "onConflict");
        choices = Map.copyOf(choices);
        planDigests = Map.copyOf(planDigests);
        Objects.requireNonNull(reason, "reason");
        if (itemLimit < 0 || itemLimit > 10_000) {
            throw new IllegalArgumentException("itemLimit " + itemLimit);
        }
    }

    /** Everything by default: keep what others changed. */
    public static UndoOrder of(UndoSelection selection) {
        return new UndoOrder(selection, OnConflict.KEEP, Map.of(), Map.of(), "", 1_000);
    }
}
