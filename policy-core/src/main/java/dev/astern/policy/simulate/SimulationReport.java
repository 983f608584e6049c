package dev.astern.policy.simulate;

import dev.astern.policy.Decision;
import java.util.List;

/**
 * What a candidate would have changed.
 *
 * @param policy the candidate's name
 * @param digest the candidate's digest
 * @param actions how many were decided again
 * @param same how many of them as they were
 * @param stricter how many would have been decided more strictly
 * @param laxer how many would have been let through more easily
 * @param errors how many conditions could not be evaluated
 * @param changes by what was and what would be, most frequent first
 * @param rules by the candidate's rule, most frequent first
 * @param examples the first of each change
 */
public record SimulationReport(
        String policy,
        String digest,
        long actions,
        long same,
        long stricter,
        long laxer,
        long errors,
        List<Change> changes,
        List<RuleCount> rules,
        List<Example> examples) {
    public SimulationReport {
        changes = List.copyOf(changes);
        rules = List.copyOf(rules);
        examples = List.copyOf(examples);
    }

    /** How often one decision would have become another. */
    public record Change(Decision from, Decision to, long count) {}

    /** How many actions a rule of the candidate decides, and how many of them otherwise than before. */
    public record RuleCount(String rule, long decided, long changed) {}

    /** One action that would have been decided otherwise. */
    public record Example(
            String action,
            String tool,
            String verb,
            String target,
            Decision from,
            String fromRule,
            Decision to,
            String toRule,
            String reason) {}
}
