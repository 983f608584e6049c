package dev.astern.policy.lint;

import dev.astern.connector.Reversibility;
import dev.astern.policy.Decision;
import dev.astern.policy.Finding;
import dev.astern.policy.Finding.Code;
import dev.astern.policy.Finding.Severity;
import dev.astern.policy.HoldTerms;
import dev.astern.policy.MatchField;
import dev.astern.policy.Policy;
import dev.astern.policy.PolicyReading;
import dev.astern.policy.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads a policy as its owner would: errors, and what can hardly be meant. */
public final class Lint {
    private final List<Finding> findings = new ArrayList<>();

    private Lint() {}

    public static LintReport of(String yaml) {
        return switch (Policy.read(yaml)) {
            case PolicyReading.Malformed(var findings) -> new LintReport(false, findings);
            case PolicyReading.Read(var policy) -> new LintReport(true, warnings(policy));
        };
    }

    /** What is probably not meant. */
    public static List<Finding> warnings(Policy policy) {
        var lint = new Lint();
        lint.shadowed(policy.rules());
        policy.rules().forEach(lint::withoutEffect);
        policy.rules().forEach(lint::belowFloor);
        Collections.sort(lint.findings);
        return List.copyOf(lint.findings);
    }

    private void shadowed(List<Rule> rules) {
        var unconditional = new ArrayList<Rule>();
        for (var rule : rules) {
            first(unconditional, rule)
                    .ifPresent(earlier -> warn(
                            rule,
                            Code.NEVER_FIRES,
                            "the rule " + rule.id() + " never fires: " + earlier.id() + " in line " + earlier.line()
                                    + " matches all that it matches"));
            if (rule.when().isEmpty()) {
                unconditional.add(rule);
            }
        }
    }

    private static Optional<Rule> first(List<Rule> earlier, Rule rule) {
        return earlier.stream().filter(e -> e.match().covers(rule.match())).findFirst();
    }

    private void withoutEffect(Rule rule) {
        if (rule.decide() == Decision.BLOCK && !rule.require().isEmpty()) {
            warn(rule, Code.NO_EFFECT, "the rule " + rule.id() + " blocks whether or not its checks are met");
        }
        if (rule.decide() == Decision.BLOCK && rule.approvalStated()) {
            warn(rule, Code.NO_EFFECT, "the rule " + rule.id() + " blocks, so that nobody is asked to approve");
        }
    }

    /** Only where the rule names the class: a rule for everything means what is left of everything. */
    private void belowFloor(Rule rule) {
        var classes = rule.match().fields().getOrDefault(MatchField.REVERSIBILITY, List.of());
        for (var reversibility : Reversibility.values()) {
            var name = reversibility.name().toLowerCase(Locale.ROOT);
            if (classes.stream().anyMatch(glob -> glob.matches(name))) {
                belowFloor(rule, reversibility, name);
            }
        }
    }

    private void belowFloor(Rule rule, Reversibility reversibility, String name) {
        switch (reversibility) {
            case TRIVIALLY_REVERSIBLE, REVERSIBLE_WITH_STATE -> {}
            case REVERSIBLE_WITH_BACKUP, PARTIALLY_REVERSIBLE -> {
                if (rule.decide().runs()) {
                    warn(rule, Code.BELOW_FLOOR, "what is " + name + " is held, whatever " + rule.id() + " says");
                }
            }
            case IRREVERSIBLE -> {
                if (rule.decide() != Decision.BLOCK && !enough(rule)) {
                    warn(
                            rule,
                            Code.BELOW_FLOOR,
                            "what is irreversible is blocked, whatever " + rule.id()
                                    + " says, unless it is held with quorum 2 and recovery_owner: true");
                }
            }
        }
    }

    private static boolean enough(Rule rule) {
        HoldTerms terms = rule.approval();
        return rule.decide() == Decision.HOLD && terms.quorum() >= 2 && terms.needsRecoveryOwner();
    }

    private void warn(Rule rule, Code code, String message) {
        findings.add(new Finding(rule.line(), rule.column(), code, Severity.WARNING, message));
    }
}
