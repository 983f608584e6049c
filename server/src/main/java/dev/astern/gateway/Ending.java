package dev.astern.gateway;

import dev.astern.connector.Observed;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reads;
import dev.astern.model.ActionState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an action ended, whichever way it came there.
 *
 * @param attachments what else is kept with the receipt, by name; an undo's report for one
 */
public record Ending(
        ActionState state,
        Observed observed,
        Reads reads,
        Output output,
        @Nullable Problem problem,
        Map<String, String> attachments) {
    public Ending {
        attachments = Map.copyOf(attachments);
    }

    public static Ending of(
            ActionState state, Observed observed, Reads reads, Output output, @Nullable Problem problem) {
        return new Ending(state, observed, reads, output, problem, Map.of());
    }

    public static Ending without(ActionState state, Problem problem) {
        return of(state, Observed.nothing(), Reads.none(), new Output(1, List.of()), problem);
    }
}
