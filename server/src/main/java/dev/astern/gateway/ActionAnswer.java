package dev.astern.gateway;

import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.ResourceCount;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the caller gets back: only what is durable.
 *
 * @param actionId names the action from now on
 * @param state how it ended; {@link ActionState#RUNNING} only where it was let go to be done elsewhere
 * @param tier as observed
 * @param reversibility as observed
 * @param counts what it changed (in a rehearsal: would have), per resource
 * @param digest of its effects; empty when there are none
 * @param notes what is not captured and must be said
 * @param output results of the statements
 * @param problem why it was refused, failed or is unconfirmed; where it was applied, that it goes beyond what was
 *     let through; null otherwise
 * @param repeated true when this is the stored answer to an earlier request with the same key
 */
public record ActionAnswer(
        String actionId,
        ActionState state,
        Tier tier,
        Reversibility reversibility,
        List<ResourceCount> counts,
        String digest,
        List<String> notes,
        Output output,
        @Nullable Problem problem,
        boolean repeated) {
    public ActionAnswer {
        Objects.requireNonNull(actionId, "actionId");
        Objects.requireNonNull(state, "state");
        counts = List.copyOf(counts);
        notes = List.copyOf(notes);
        Objects.requireNonNull(output, "output");
        if (state == ActionState.RUNNING && problem != null) {
            throw new IllegalArgumentException("running action " + actionId + " has a problem: bug");
        }
    }

    /** About an action that has come to its end; as severe as it was known or seen to be. */
    public static ActionAnswer of(Action action, Ending ending) {
        var observed = ending.observed();
        return new ActionAnswer(
                action.id(),
                ending.state(),
                action.tier().atLeast(observed.tier()),
                action.reversibility().atLeast(observed.reversibility()),
                observed.counts(),
                observed.digest(),
                observed.notes(),
                ending.output(),
                ending.problem(),
                false);
    }

    ActionAnswer asRepeat() {
        return new ActionAnswer(actionId, state, tier, reversibility, counts, digest, notes, output, problem, true);
    }
}
