package dev.astern.connector;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of an action's effects, in a stable order.
 *
 * @param next where to go on, or null at the end
 */
public record EffectPage(List<Effect> effects, @Nullable String next) {
    public EffectPage {
        effects = List.copyOf(effects);
    }
}
