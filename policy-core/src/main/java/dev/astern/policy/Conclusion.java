package dev.astern.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** From the rule that matched to the verdict: its checks, then what no rule can go below. */
final class Conclusion {
    private Conclusion() {}

    static Verdict of(Rule rule, Scope scope) {
        var failures = failures(rule, scope);
        var decided = failures.isEmpty() ? rule.decide() : rule.decide().stricter(rule.otherwise());
        var floor = Floor.of(scope.facts().op().reversibility(), decided, rule.approval());
        return new Verdict(
                floor.decision(),
                rule.id(),
                code(failures, floor),
                reason(rule, failures, floor),
                floor.decision() == Decision.HOLD ? Optional.of(floor.terms()) : Optional.empty(),
                failures,
                scope.previewAsked());
    }

    private static List<CheckFailure> failures(Rule rule, Scope scope) {
        var failures = new ArrayList<CheckFailure>();
        for (var check : rule.require()) {
            if (check.asksPreview()) {
                scope.askPreview();
            }
            check.unmet(scope.facts(), scope.calendar())
                    .ifPresent(message -> failures.add(new CheckFailure(check.key(), message)));
        }
        return failures;
    }

    private static Verdict.Code code(List<CheckFailure> failures, Floor floor) {
        if (!floor.why().isEmpty()) {
            return Verdict.Code.FLOOR;
        }
        return failures.isEmpty() ? Verdict.Code.RULE : Verdict.Code.CHECK_FAILED;
    }

    private static String reason(Rule rule, List<CheckFailure> failures, Floor floor) {
        var text = new StringBuilder(rule.reason().isEmpty() ? "Rule " + rule.id() + " says so." : rule.reason());
        if (!failures.isEmpty()) {
            text.append(" Not met: ")
                    .append(failures.stream().map(CheckFailure::message).collect(Collectors.joining("; ")))
                    .append('.');
        }
        if (!floor.why().isEmpty()) {
            text.append(" Whatever a rule says, ").append(floor.why()).append('.');
        }
        return text.toString();
    }
}
