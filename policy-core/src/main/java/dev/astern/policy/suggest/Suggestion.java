package dev.astern.policy.suggest;

import dev.astern.policy.Decision;
import java.util.List;

/**
 * A policy that allows what was seen often enough and went well, and no more.
 *
 * @param yaml the policy; it can be read, and lints clean. Empty if nothing that was seen can be let through or held
 * @param rules what each of its rules rests on
 * @param leftOut what was seen and has no rule, so that it is blocked
 */
public record Suggestion(String yaml, List<RuleBasis> rules, List<LeftOut> leftOut) {
    public Suggestion {
        rules = List.copyOf(rules);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * What one rule rests on.
     *
     * @param thin whether that is too little to allow it
     * @param note why it is held, or what limits it
     */
    public record RuleBasis(String rule, Decision decision, long observations, boolean thin, String note) {}

    /** A kind of action without a rule. */
    public record LeftOut(String tool, String verb, String target, long observations, String why) {}
}
