package dev.astern.gateway;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.evidence.ReceiptWords;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.ReceiptType;
import dev.astern.storage.ActionStore;
import dev.astern.storage.Journal;
import dev.astern.target.Targets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What was applied at staging targets: whether it still stands, what it did, and the very call that did it. */
public final class Staging {
    private static final int SHOWN = 100;

    private final ActionStore actions;
    private final Function<List<String>, Set<String>> undone;
    private final Journal journal;
    private final Targets targets;

    /** @param undone which of some actions an undo has taken back, wholly or in part */
    public Staging(ActionStore actions, Function<List<String>, Set<String>> undone, Journal journal, Targets targets) {
        this.actions = actions;
        this.undone = undone;
        this.journal = journal;
        this.targets = targets;
    }

    /**
     * An action that was applied, changed something, and was not taken back since.
     *
     * @throws ProblemException {@link Reason#NOT_FOUND}, {@link Reason#CONFLICTING_STATE}
     */
    public Action applied(String id) {
        var action = actions.byId(id)
                .orElseThrow(() -> problem(Reason.NOT_FOUND, "there is no action " + Text.bounded(id, 100)));
        var outcome = action.outcome();
        if (action.state() != ActionState.APPLIED || action.rehearsal() || outcome == null) {
            throw problem(
                    Reason.CONFLICTING_STATE,
                    "action " + action.id() + " was not applied; it is "
                            + action.state().code());
        }
        if (outcome.digest().isEmpty()) {
            throw problem(Reason.CONFLICTING_STATE, "action " + action.id() + " changed nothing");
        }
        if (undone.apply(List.of(action.id())).contains(action.id())) {
            throw problem(Reason.CONFLICTING_STATE, "action " + action.id() + " was undone since");
        }
        return action;
    }

    /** Why what is promoted may not run any more; empty when it may. */
    Optional<Problem> objection(@Nullable Promotes promotes) {
        if (promotes == null) {
            return Optional.empty();
        }
        try {
            var outcome = applied(promotes.action()).outcome();
            return outcome != null && outcome.digest().equals(promotes.digest())
                    ? Optional.empty()
                    : Optional.of(Problem.of(
                            Reason.CONFLICTING_STATE,
                            "what action " + promotes.action() + " did is not on record any more"));
        } catch (ProblemException e) {
            return Optional.of(e.problem());
        }
    }

    Staged staged(Promotes promotes) {
        var outcome = applied(promotes.action()).outcome();
        var page = targets.connector(promotes.target()).effects(promotes.action(), null, SHOWN);
        return new Staged(
                promotes, outcome == null ? List.of() : outcome.counts(), page.effects(), page.next() == null);
    }

    /**
     * The arguments of its call, as its intent's receipt has them.
     *
     * @throws ProblemException {@link Reason#ERASED} where they are not to be had any more
     */
    public Map<String, Object> arguments(Action action) {
        var intent = journal.ofAction(action.id()).stream()
                .filter(receipt -> receipt.type() == ReceiptType.INTENT)
                .findFirst()
                .orElseThrow(
                        () -> problem(Reason.CONFLICTING_STATE, "action " + action.id() + " has no intent on record"));
        var said = ReceiptWords.of(journal, intent);
        if (said.get("arguments") instanceof String arguments) {
            return Json.arguments(arguments);
        }
        if (said.get("command") instanceof String command) {
            return Map.of(Asked.SQL, command);
        }
        throw problem(Reason.ERASED, "what action " + action.id() + " was called with was erased");
    }

    private static ProblemException problem(Reason reason, String detail) {
        return Problem.of(reason, detail).toException();
    }
}
