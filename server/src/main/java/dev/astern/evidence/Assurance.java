package dev.astern.evidence;

import dev.astern.connector.Problem;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.model.Receipt;
import java.util.Optional;

/** How well an intent has to be proven before its effect. */
@FunctionalInterface
public interface Assurance {
    /**
     * Waits until an intent is as well proven as its action needs; called right before the effect.
     *
     * @param intent durable
     * @return why the action must not take effect, or empty
     */
    Optional<Problem> await(Receipt intent, Tier tier, Reversibility reversibility);

    /** Whether an intent has to be in a signed checkpoint; until risk is scored, by what the action can do. */
    static boolean isHighRisk(Tier tier, Reversibility reversibility) {
        return tier == Tier.DESTRUCTIVE || reversibility.compareTo(Reversibility.PARTIALLY_REVERSIBLE) >= 0;
    }
}
