package dev.astern.policy.simulate;

import dev.astern.policy.Decision;
import dev.astern.policy.Policy;
import dev.astern.policy.Verdict;
import dev.astern.policy.simulate.SimulationReport.Change;
import dev.astern.policy.simulate.SimulationReport.Example;
import dev.astern.policy.simulate.SimulationReport.RuleCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Decides recorded actions again, by a candidate; holds no more than counts and a few examples. */
public final class Simulation {
    private static final int EXAMPLES_PER_CHANGE = 5;

    private record Pair(Decision from, Decision to) {}

    private static final class Count {
        private long decided;
        private long changed;
    }

    private final Policy candidate;
    private final Map<Pair, Long> pairs = new HashMap<>();
    private final Map<String, Count> rules = new HashMap<>();
    private final List<Example> examples = new ArrayList<>();
    private long errors;

    private Simulation(Policy candidate) {
        this.candidate = candidate;
    }

    public static SimulationReport of(Policy candidate, Stream<Recorded> recorded) {
        var simulation = new Simulation(candidate);
        recorded.forEachOrdered(simulation::decide);
        return simulation.report();
    }

    private void decide(Recorded then) {
        var now = candidate.decide(then.facts());
        var pair = new Pair(then.decision(), now.decision());
        long count = pairs.merge(pair, 1L, Long::sum);
        var rule = rules.computeIfAbsent(now.ruleId(), r -> new Count());
        rule.decided++;
        if (now.code() == Verdict.Code.POLICY_ERROR) {
            errors++;
        }
        if (pair.from() != pair.to()) {
            rule.changed++;
            if (count <= EXAMPLES_PER_CHANGE) {
                examples.add(example(then, now));
            }
        }
    }

    private static Example example(Recorded then, Verdict now) {
        return new Example(
                then.action(),
                then.facts().op().tool(),
                then.facts().op().verb(),
                then.facts().target().name(),
                then.decision(),
                then.ruleId(),
                now.decision(),
                now.ruleId(),
                now.reason());
    }

    private SimulationReport report() {
        var changes = pairs.entrySet().stream()
                .filter(e -> e.getKey().from() != e.getKey().to())
                .map(e -> new Change(e.getKey().from(), e.getKey().to(), e.getValue()))
                .sorted(Comparator.comparingLong(Change::count)
                        .reversed()
                        .thenComparing(Change::from)
                        .thenComparing(Change::to))
                .toList();
        var counts = rules.entrySet().stream()
                .map(e -> new RuleCount(e.getKey(), e.getValue().decided, e.getValue().changed))
                .sorted(Comparator.comparingLong(RuleCount::decided).reversed().thenComparing(RuleCount::rule))
                .toList();
        return new SimulationReport(
                candidate.name(),
                candidate.digest(),
                count(0) + count(1) + count(-1),
                count(0),
                count(1),
                count(-1),
                errors,
                changes,
                counts,
                examples);
    }

    /** How many became stricter (1), laxer (−1), or stayed (0). */
    private long count(int sign) {
        return pairs.entrySet().stream()
                .filter(e -> Integer.signum(e.getKey().to().compareTo(e.getKey().from())) == sign)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
