package dev.astern.model;

import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest.OnConflict;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run that takes effects back.
 *
 * @param id {@code und_…}; also the id of the session its actions belong to
 * @param selection what was to be taken back
 * @param onConflict what to do where somebody changed the same field since
 * @param choices by item, where a person decided otherwise
 * @param planDigests by target: apply only what these plans saw
 * @param itemLimit how many items a report lists
 * @param reason the operator's words
 * @param operator the operator's id
 * @param startedAt when
 * @param finishedAt when every step had ended, or null
 * @param steps one per target, in the order they run
 */
public record Undo(
        String id,
        UndoSelection selection,
        OnConflict onConflict,
        Map<String, OnConflict> choices,
        Map<String, String> planDigests,
        int itemLimit,
        String reason,
        String operator,
        Instant startedAt,
        @Nullable Instant finishedAt,
        List<Step> steps) {
    public Undo {
        Objects.requireNonNull(id, "id");
        choices = Map.copyOf(choices);
        planDigests = Map.copyOf(planDigests);
        steps = List.copyOf(steps);
    }

    /**
     * One target's part.
     *
     * @param target where
     * @param actionId the action that does it; itself undoable
     * @param actions the actions it takes back, earliest first
     * @param state how far it is
     * @param report what was seen, or null before
     * @param problem the reason's code where it was not applied, or null
     * @param detail one sentence to it, or null
     */
    public record Step(
            String target,
            String actionId,
            List<String> actions,
            State state,
            @Nullable UndoReport report,
            @Nullable String problem,
            @Nullable String detail) {
        public Step {
            actions = List.copyOf(actions);
        }
    }

    public enum State {
        PENDING,
        RUNNING,
        APPLIED,
        /** Nothing of this step was changed. */
        NOT_APPLIED,
        UNCONFIRMED;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
