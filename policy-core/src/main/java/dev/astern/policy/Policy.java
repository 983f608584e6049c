package dev.astern.policy;

import dev.astern.policy.Condition.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * What agents may do, as its owners wrote it. Immutable; safe for many threads; the same facts always give the same
 * verdict. The first rule that matches decides, and what no rule matches is blocked.
 */
public final class Policy {
    /** The only version of the file's format. */
    public static final int VERSION = 1;

    private final String name;
    private final String digest;
    private final Calendar calendar;
    private final List<Rule> rules;
    private final RuleIndex index;

    Policy(String name, String digest, Calendar calendar, List<Rule> rules) {
        this.name = name;
        this.digest = digest;
        this.calendar = calendar;
        this.rules = List.copyOf(rules);
        this.index = new RuleIndex(this.rules);
    }

    /** Reads a policy file; whatever the text is, the answer is a policy or what is wrong with it, never an exception. */
    public static PolicyReading read(String yaml) {
        return PolicyReader.read(yaml);
    }

    public String name() {
        return name;
    }

    public int version() {
        return VERSION;
    }

    /** SHA-256, in hexadecimal, of the content: comments and layout do not count, the order of rules does. */
    public String digest() {
        return digest;
    }

    public Calendar calendar() {
        return calendar;
    }

    public List<Rule> rules() {
        return rules;
    }

    /** Decides. Never throws: what can't be evaluated blocks, with the rule named. */
    public Verdict decide(Facts facts) {
        var scope = new Scope(facts, calendar);
        var matching = index.matching(facts);
        for (int i = matching.nextSetBit(0); i >= 0; i = matching.nextSetBit(i + 1)) {
            var rule = rules.get(i);
            var outcome = rule.when().map(when -> when.evaluate(scope)).orElse(Outcome.HOLDS);
            switch (outcome) {
                case Outcome.Broken(var message) -> {
                    return broken(rule, message, scope);
                }
                case Outcome.Known(var holds) -> {
                    if (holds) {
                        return Conclusion.of(rule, scope);
                    }
                }
            }
        }
        return new Verdict(
                Decision.BLOCK,
                Verdict.DEFAULT_RULE,
                Verdict.Code.NO_RULE,
                "No rule of the policy " + name + " matches; what no rule matches is blocked.",
                Optional.empty(),
                List.of(),
                scope.previewAsked());
    }

    private static Verdict broken(Rule rule, String message, Scope scope) {
        return new Verdict(
                Decision.BLOCK,
                rule.id(),
                Verdict.Code.POLICY_ERROR,
                "The condition of rule " + rule.id() + " could not be evaluated: " + message,
                Optional.empty(),
                List.of(),
                scope.previewAsked());
    }
}
