package dev.astern.policy.simulate;

import dev.astern.policy.Decision;
import dev.astern.policy.Facts;
import java.util.Objects;

/**
 * One decision as it was made and recorded.
 *
 * @param action the action's id, for whoever looks it up
 * @param ruleId the rule that decided then
 */
public record Recorded(String action, Facts facts, Decision decision, String ruleId) {
    public Recorded {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(facts, "facts");
        Objects.requireNonNull(decision, "decision");
        Objects.requireNonNull(ruleId, "ruleId");
    }
}
