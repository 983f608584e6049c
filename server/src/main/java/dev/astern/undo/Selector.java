package dev.astern.undo;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.UndoSelection;
import dev.astern.storage.ActionStore;
import dev.astern.storage.SessionStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Looks up what a selection means, and sorts out what has nothing to take back. */
final class Selector {
    private static final int MAX_ACTIONS = 100_000;

    private final ActionStore actions;
    private final SessionStore sessions;

    Selector(ActionStore actions, SessionStore sessions) {
        this.actions = actions;
        this.sessions = sessions;
    }

    Selected select(UndoSelection selection) {
        var found = found(selection).stream()
                .sorted(Comparator.comparing(Action::proposedAt).thenComparing(Action::id))
                .toList();
        var skipped = new ArrayList<UndoPlan.Skipped>();
        var byTarget = new LinkedHashMap<String, List<Action>>();
        for (var action : found) {
            skip(action)
                    .ifPresentOrElse(
                            skipped::add,
                            () -> byTarget.computeIfAbsent(action.target(), t -> new ArrayList<>())
                                    .add(action));
        }
        var parts = byTarget.entrySet().stream()
                .map(e -> new Selected.Part(e.getKey(), e.getValue()))
                .sorted(Comparator.comparing(Selector::latest).reversed())
                .toList();
        return new Selected(parts, skipped);
    }

    private List<Action> found(UndoSelection selection) {
        return switch (selection) {
            case UndoSelection.Actions some -> byIds(some.ids());
            case UndoSelection.WholeSession whole -> {
                if (sessions.byId(whole.id()).isEmpty()) {
                    throw problem(Reason.NOT_FOUND, "there is no session " + whole.id());
                }
                yield actions.effective(whole.id());
            }
        };
    }

    private List<Action> byIds(List<String> ids) {
        if (ids.isEmpty() || ids.size() > MAX_ACTIONS) {
            throw problem(Reason.BAD_REQUEST, "select 1 to " + MAX_ACTIONS + " actions");
        }
        var wanted = new LinkedHashSet<>(ids);
        var found = actions.byIds(wanted);
        found.forEach(action -> wanted.remove(action.id()));
        if (!wanted.isEmpty()) {
            throw problem(Reason.NOT_FOUND, "there is no action " + wanted.getFirst());
        }
        return found;
    }

    private static Optional<UndoPlan.Skipped> skip(Action action) {
        if (action.state() == ActionState.UNCONFIRMED || action.state() == ActionState.RUNNING) {
            return Optional.of(
                    new UndoPlan.Skipped(action.id(), Reason.UNCONFIRMED, "whether it took effect is not known yet"));
        }
        if (action.state() == ActionState.OBSERVED) {
            return Optional.of(new UndoPlan.Skipped(
                    action.id(), Reason.NO_BEFORE_STATE, "it was done elsewhere, and nothing of it was captured"));
        }
        if (action.state() != ActionState.APPLIED) {
            return Optional.of(new UndoPlan.Skipped(
                    action.id(),
                    Reason.NOT_UNDOABLE,
                    "it did not take effect: " + action.state().code()));
        }
        var outcome = action.outcome();
        boolean seen = outcome != null && !outcome.digest().isEmpty();
        if (!seen && action.tier() != Tier.READ && action.reversibility() == Reversibility.IRREVERSIBLE) {
            return Optional.of(new UndoPlan.Skipped(
                    action.id(),
                    Reason.NO_BEFORE_STATE,
                    "nothing of what it did was captured, and it can't be taken back"));
        }
        if (action.tier() == Tier.READ || !seen) {
            return Optional.of(new UndoPlan.Skipped(action.id(), Reason.NOT_UNDOABLE, "it changed nothing"));
        }
        return Optional.empty();
    }

    private static java.time.Instant latest(Selected.Part part) {
        return part.actions().getLast().proposedAt();
    }

    private static ProblemException problem(Reason reason, String detail) {
        return Problem.of(reason, detail).toException();
    }
}
