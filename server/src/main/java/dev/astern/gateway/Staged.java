package dev.astern.gateway;

import dev.astern.connector.Effect;
import dev.astern.connector.ResourceCount;
import java.util.List;

/**
 * What an action did at its staging target, to lay beside what it would do where it is promoted to.
 *
 * @param counts complete
 * @param effects the first of them
 * @param complete whether these are all
 */
public record Staged(Promotes promotes, List<ResourceCount> counts, List<Effect> effects, boolean complete) {
    public Staged {
        counts = List.copyOf(counts);
        effects = List.copyOf(effects);
    }
}
