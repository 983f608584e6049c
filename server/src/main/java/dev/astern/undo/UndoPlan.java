package dev.astern.undo;

import dev.astern.connector.Reason;
import dev.astern.connector.UndoReport;
import java.util.List;

/**
 * What an undo would do now.
 *
 * @param parts one per target, in the order they would run
 * @param skipped actions of the selection that have nothing to take back, and why
 */
public record UndoPlan(List<Part> parts, List<Skipped> skipped) {
    public UndoPlan {
        parts = List.copyOf(parts);
        skipped = List.copyOf(skipped);
    }

    public record Part(String target, List<String> actions, UndoReport report) {
        public Part {
            actions = List.copyOf(actions);
        }
    }

    public record Skipped(String actionId, Reason reason, String detail) {}
}
