package dev.astern.connector.observed;

import dev.astern.connector.Form;
import dev.astern.connector.Observed;
import dev.astern.connector.Operation;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import java.util.List;

/**
 * A call that the agent's host is about to run.
 *
 * @param known whether anybody described the tool
 */
record ObservedOperation(
        String verb,
        Tier tier,
        Reversibility reversibility,
        List<String> resources,
        String summary,
        String command,
        Form form,
        boolean known)
        implements Operation {
    static final String UNSEEN =
            "it is done by the agent's host: what it does there is not seen, not captured, and can't"
                    + " be undone from here";

    ObservedOperation {
        resources = List.copyOf(resources);
    }

    @Override
    public boolean captured() {
        return false;
    }

    /** What can be said without seeing anything. */
    Observed unseen() {
        var notes = tier == Tier.READ ? List.<String>of() : List.of(UNSEEN);
        return new Observed(List.of(), "", List.of(), notes, tier, reversibility);
    }
}
