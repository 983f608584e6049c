package dev.astern.gateway;

import dev.astern.connector.EffectPage;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.model.Action;
import dev.astern.model.Disclosures;
import dev.astern.model.Page;
import dev.astern.model.Receipt;
import dev.astern.storage.ActionStore;
import dev.astern.storage.Journal;
import dev.astern.target.Targets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was done: actions, their effects and their receipts. Reads only. */
public final class Actions {
    private final ActionStore actions;
    private final Journal journal;
    private final Targets targets;

    public Actions(ActionStore actions, Journal journal, Targets targets) {
        this.actions = actions;
        this.journal = journal;
        this.targets = targets;
    }

    public Action byId(String id) {
        return actions.byId(id)
                .orElseThrow(() -> Problem.of(Reason.NOT_FOUND, "there is no action " + Text.bounded(id, 100))
                        .toException());
    }

    public Page<Action> page(@Nullable String sessionId, @Nullable String from, int limit) {
        return actions.page(sessionId, from, limit);
    }

    /** Net effects, read from where the target keeps them. */
    public EffectPage effects(String actionId, @Nullable String from, int limit) {
        var action = byId(actionId);
        var outcome = action.outcome();
        if (outcome == null || outcome.digest().isEmpty() || action.rehearsal()) {
            return new EffectPage(List.of(), null);
        }
        return targets.connector(action.target()).effects(actionId, from, limit);
    }

    public List<Receipt> receipts(String actionId) {
        return journal.ofAction(byId(actionId).id());
    }

    public Page<Receipt> receiptsOfSession(String sessionId, @Nullable String from, int limit) {
        return journal.ofSession(sessionId, from, limit);
    }

    public Disclosures disclosures(String sessionId, long sequence) {
        return journal.disclosures(sessionId, sequence);
    }
}
