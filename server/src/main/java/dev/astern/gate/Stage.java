package dev.astern.gate;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.policy.Decision;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much a workflow's agents may do without being held. Ordered from little to much. */
public enum Stage {
    /** Writes are rehearsed and recorded; none is executed. */
    SHADOW,
    /** Whatever lasts is held. */
    ASSISTED,
    /** What is restored from its own state may run; everything else is held. */
    CONSTRAINED_WRITE,
    /** Policy alone decides. */
    LIMITED_AUTONOMOUS;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Stage> ofCode(String code) {
        return Arrays.stream(values()).filter(s -> s.code().equals(code)).findFirst();
    }

    /** The least that is decided at this stage; in shadow nothing runs, so that nothing has to be held. */
    Decision least(Tier tier, Reversibility reversibility) {
        if (tier.compareTo(Tier.PROPOSE) <= 0) {
            return Decision.ALLOW;
        }
        return switch (this) {
            case SHADOW, LIMITED_AUTONOMOUS -> Decision.ALLOW;
            case ASSISTED -> Decision.HOLD;
            case CONSTRAINED_WRITE ->
                tier == Tier.WRITE && reversibility.compareTo(Reversibility.REVERSIBLE_WITH_STATE) <= 0
                        ? Decision.ALLOW
                        : Decision.HOLD;
        };
    }
}
