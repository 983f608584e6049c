package dev.astern.undo;

import dev.astern.connector.UndoRequest;
import dev.astern.model.Action;
import dev.astern.storage.ActionStore;
import java.util.List;

/**
 * A selection, looked up and sorted.
 *
 * @param parts per target, the target of the latest action first
 * @param skipped what has nothing to take back
 */
record Selected(List<Part> parts, List<UndoPlan.Skipped> skipped) {
    Selected {
        parts = List.copyOf(parts);
        skipped = List.copyOf(skipped);
    }

    /** Earliest action first. */
    record Part(String target, List<Action> actions) {
        Part {
            actions = List.copyOf(actions);
        }

        List<String> ids() {
            return actions.stream().map(Action::id).toList();
        }

        UndoRequest request(UndoOrder order, ActionStore store) {
            var selected =
                    actions.stream().map(action -> selected(action, store)).toList();
            return new UndoRequest(
                    selected,
                    order.onConflict(),
                    order.choices(),
                    order.itemLimit(),
                    order.planDigests().get(target));
        }
    }

    static UndoRequest.Selected selected(Action action, ActionStore store) {
        var outcome = action.outcome();
        if (outcome == null) {
            throw new IllegalStateException("selected running action " + action.id() + ": bug");
        }
        var digest = outcome.digest();
        return new UndoRequest.Selected(action.id(), digest, found -> store.became(action.id(), digest, found));
    }
}
