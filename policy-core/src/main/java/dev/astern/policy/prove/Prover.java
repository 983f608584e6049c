package dev.astern.policy.prove;

import dev.astern.policy.Check;
import dev.astern.policy.Policy;
import dev.astern.policy.Rule;
import dev.astern.policy.Variable;
import dev.astern.policy.prove.MatchDimensions.MatchDimension;
import dev.astern.policy.prove.ProofReport.Gap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Searches the whole space of decisions. First it divides what rules can be found by, dimension after dimension, and
 * goes on with one representative of all actions that the same rules still may match; then, for each such set of rules,
 * it divides what their conditions look at, and asks the policy itself about each case. So every witness is an answer
 * of the evaluator that also decides at the gate.
 */
public final class Prover {
    private static final long CASES_MAX = 2_000_000;
    private static final int STATES_MAX = 200_000;

    private final Policy policy;
    private final List<Rule> rules;
    private final List<Shape> shapes;
    private final MatchDimensions dimensions;
    private final Outcomes outcomes;
    private final Set<Gap> gaps = new LinkedHashSet<>();
    private final long casesMax;

    private Prover(Policy policy, long casesMax) {
        this.policy = policy;
        this.rules = policy.rules();
        this.shapes = rules.stream().map(Shape::of).toList();
        this.dimensions = new MatchDimensions(rules, shapes);
        this.outcomes = new Outcomes(policy, TimeCells.business(policy.calendar()), stated(rules));
        this.casesMax = casesMax;
    }

    public static ProofReport prove(Policy policy) {
        return prove(policy, CASES_MAX);
    }

    /** @param casesMax how many decisions to make at most; with fewer than needed, the report is incomplete */
    public static ProofReport prove(Policy policy, long casesMax) {
        return new Prover(policy, casesMax).report();
    }

    private static Set<String> stated(List<Rule> rules) {
        var names = new HashSet<String>();
        rules.forEach(rule -> rule.require().forEach(check -> {
            if (check instanceof Check.Stated(var fields)) {
                names.addAll(fields);
            }
        }));
        return names;
    }

    /** Actions that the same rules may still match, by one of them. */
    private record State(BitSet alive, List<Integer> cells) {}

    private record Key(BitSet alive, List<Integer> kept) {}

    private ProofReport report() {
        conditionGaps();
        if (!dimensions.complete()) {
            gaps.add(new Gap("", 0, "too many patterns in matches"));
        }
        for (var state : states()) {
            if (!cases(state)) {
                gaps.add(new Gap("", 0, "more than " + casesMax + " cases"));
                break;
            }
        }
        return outcomes.report(List.copyOf(gaps));
    }

    private void conditionGaps() {
        for (int i = 0; i < rules.size(); i++) {
            var rule = rules.get(i);
            shapes.get(i).gaps().forEach(what -> gaps.add(new Gap(rule.id(), rule.line(), what)));
        }
    }

    private Collection<State> states() {
        var all = new BitSet();
        all.set(0, rules.size());
        Collection<State> states = List.of(new State(all, List.of()));
        for (int d = 0; d < dimensions.all().size(); d++) {
            states = divided(states, d);
        }
        return states;
    }

    private Collection<State> divided(Collection<State> states, int d) {
        var dimension = dimensions.all().get(d);
        var accepted = dimension.dimension().cells().stream()
                .map(cell -> accepted(dimension, cell))
                .toList();
        var next = new LinkedHashMap<Key, State>();
        for (var state : states) {
            for (int c = 0; c < accepted.size(); c++) {
                var alive = (BitSet) state.alive().clone();
                alive.and(accepted.get(c));
                reachable(alive, d);
                var cells = new ArrayList<>(state.cells());
                cells.add(c);
                if (next.size() >= STATES_MAX) {
                    gaps.add(new Gap("", 0, "more than " + STATES_MAX + " kinds of action"));
                    return next.values();
                }
                next.putIfAbsent(new Key(alive, kept(alive, cells)), new State(alive, cells));
            }
        }
        return next.values();
    }

    private BitSet accepted(MatchDimension dimension, Map<Variable, Object> cell) {
        var accepted = new BitSet();
        for (int i = 0; i < rules.size(); i++) {
            accepted.set(i, MatchDimensions.accepts(rules.get(i), dimension, cell));
        }
        return accepted;
    }

    /** Drops the rules behind one that is sure to match: no field is left to be decided, and it has no condition. */
    private void reachable(BitSet alive, int decided) {
        for (int i = alive.nextSetBit(0); i >= 0; i = alive.nextSetBit(i + 1)) {
            if (rules.get(i).when().isEmpty() && settled(rules.get(i), decided)) {
                alive.clear(i + 1, rules.size());
                return;
            }
        }
    }

    private boolean settled(Rule rule, int decided) {
        return dimensions.all().stream()
                .skip(decided + 1L)
                .noneMatch(d -> d.fields().stream().anyMatch(rule.match().fields()::containsKey));
    }

    /** What still tells actions apart: tier and class for the report, the rest where a condition looks at it. */
    private List<Integer> kept(BitSet alive, List<Integer> cells) {
        var kept = new ArrayList<>(cells);
        for (int d = 1; d < cells.size(); d++) {
            var variables = dimensions.all().get(d).dimension().variables();
            if (alive.stream().noneMatch(i -> reads(shapes.get(i), variables))) {
                kept.set(d, -1);
            }
        }
        return kept;
    }

    private static boolean reads(Shape shape, Set<Variable> variables) {
        return variables.stream().anyMatch(shape.reads()::contains);
    }

    /** Whether all of them could be asked. */
    private boolean cases(State state) {
        var chosen = new HashMap<Variable, Object>();
        for (int d = 0; d < state.cells().size(); d++) {
            chosen.putAll(dimensions
                    .all()
                    .get(d)
                    .dimension()
                    .cells()
                    .get(state.cells().get(d)));
        }
        var free =
                new FreeDimensions(state.alive().stream().mapToObj(shapes::get).toList(), policy.calendar());
        free.gaps().forEach(what -> gaps.add(new Gap("", 0, what)));
        return cases(chosen, free.all(), 0);
    }

    private boolean cases(Map<Variable, Object> chosen, List<Dimension> free, int d) {
        if (outcomes.cases() >= casesMax) {
            return false;
        }
        if (d == free.size()) {
            outcomes.decide(chosen);
            return true;
        }
        var dimension = free.get(d);
        if (dimension.needsPreview() && Boolean.FALSE.equals(chosen.get(Variable.PREVIEW_KNOWN))) {
            return cases(chosen, free, d + 1);
        }
        for (var cell : dimension.cells()) {
            var more = new HashMap<>(chosen);
            more.putAll(cell);
            if (!cases(more, free, d + 1)) {
                return false;
            }
        }
        return true;
    }
}
