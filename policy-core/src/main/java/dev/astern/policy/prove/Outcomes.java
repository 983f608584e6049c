package dev.astern.policy.prove;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.policy.Facts;
import dev.astern.policy.MatchField;
import dev.astern.policy.Policy;
import dev.astern.policy.Rule;
import dev.astern.policy.Variable;
import dev.astern.policy.Verdict;
import dev.astern.policy.prove.ProofReport.Gap;
import dev.astern.policy.prove.ProofReport.NeverFires;
import dev.astern.policy.prove.ProofReport.Unattended;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks the policy about cases, and keeps what its owner should see. */
final class Outcomes {
    private final Policy policy;
    private final Instant businessHour;
    private final Set<String> stated;
    private final Map<String, Rule> byId;
    private final Set<String> fired = new HashSet<>();
    private final Map<String, Unattended> unattended = new LinkedHashMap<>();
    private long cases;

    Outcomes(Policy policy, Instant businessHour, Set<String> stated) {
        this.policy = policy;
        this.businessHour = businessHour;
        this.stated = stated;
        this.byId = policy.rules().stream().collect(Collectors.toMap(Rule::id, r -> r));
    }

    long cases() {
        return cases;
    }

    void decide(Map<Variable, Object> chosen) {
        cases++;
        var facts = new Case(chosen).facts(businessHour, stated);
        var verdict = policy.decide(facts);
        if (verdict.code() != Verdict.Code.POLICY_ERROR) {
            fired.add(verdict.ruleId());
        }
        boolean grave =
                facts.op().tier() == Tier.DESTRUCTIVE || facts.op().reversibility() == Reversibility.IRREVERSIBLE;
        if (grave && verdict.decision().runs()) {
            var tier = MatchField.TIER.of(facts);
            var reversibility = MatchField.REVERSIBILITY.of(facts);
            unattended.computeIfAbsent(
                    verdict.ruleId() + " " + tier + " " + reversibility,
                    key -> path(verdict, tier, reversibility, chosen, facts));
        }
    }

    private Unattended path(
            Verdict verdict, String tier, String reversibility, Map<Variable, Object> chosen, Facts facts) {
        var witness = new HashMap<String, Object>();
        chosen.forEach((variable, value) -> witness.put(variable.text(), plain(value)));
        if (chosen.containsKey(Variable.TIME_HOUR)) {
            witness.remove(Variable.TIME_HOUR.text());
            witness.put("time", facts.now().toString());
        }
        witness.values().removeIf(""::equals);
        var rule = byId.get(verdict.ruleId());
        return new Unattended(
                verdict.ruleId(), rule == null ? 0 : rule.line(), tier, reversibility, verdict.decision(), witness);
    }

    private static Object plain(Object value) {
        return value instanceof Enum<?> constant ? constant.name().toLowerCase(Locale.ROOT) : value;
    }

    ProofReport report(List<Gap> gaps) {
        var never = policy.rules().stream()
                .filter(rule -> !fired.contains(rule.id()))
                .map(rule -> new NeverFires(rule.id(), rule.line()))
                .toList();
        return new ProofReport(
                policy.name(), policy.digest(), gaps.isEmpty(), gaps, never, List.copyOf(unattended.values()), cases);
    }
}
