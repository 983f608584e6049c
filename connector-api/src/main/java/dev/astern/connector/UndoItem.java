package dev.astern.connector;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One effect in a plan or a report.
 *
 * @param id names this effect in choices; stable between plan and apply
 * @param resource for example {@code public.orders}
 * @param key the key now or, where it is gone, then; null where the resource has none
 * @param did what the agent did, net of the whole selection
 * @param result in a plan: what will happen; in a report: what was seen to have happened
 * @param reason why, wherever the result is not plainly restored
 * @param fields the fields the agent changed and those others changed since; empty for whole-row results
 */
public record UndoItem(
        String id,
        String resource,
        @Nullable Image key,
        Effect.Kind did,
        UndoResult result,
        @Nullable Reason reason,
        List<Field> fields) {
    public UndoItem {
        Objects.requireNonNull(id, "id");
        fields = List.copyOf(fields);
    }

    /**
     * @param name the field
     * @param before what it was before the selection
     * @param after what the agent left
     * @param now what it is (in a report: was, when the undo looked)
     * @param result restored, already back, or kept
     */
    public record Field(
            String name,
            @Nullable String before,
            @Nullable String after,
            @Nullable String now,
            UndoResult result) {}
}
