package dev.astern.gateway;

import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.ResourceCount;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.model.ActionState;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the caller gets back: only what is durable.
 *
 * @param actionId names the action from now on
 * @param state how it ended; never {@link ActionState#RUNNING}
 * @param tier as observed
 * @param reversibility as observed
 * @param counts what it changed (in a rehearsal: would have), per resource
 * @param digest of its effects; empty when there are none
 * @param notes what is not captured and must be said
 * @param output results of the statements
 * @param problem why it was refused, failed or is unconfirmed; null when applied, rehearsed or read
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
        if (state == ActionState.RUNNING) {
            throw new IllegalArgumentException("an answer about running action " + actionId + ": bug");
        }
    }

    ActionAnswer asRepeat() {
        return new ActionAnswer(actionId, state, tier, reversibility, counts, digest, notes, output, problem, true);
    }
}
