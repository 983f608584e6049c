package dev.astern.policy.prove;

import dev.astern.policy.Check;
import dev.astern.policy.Glob;
import dev.astern.policy.Rule;
import dev.astern.policy.Variable;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** By what one rule tells actions apart, apart from its match: patterns, limits, and what the search can't divide. */
final class Shape {
    private final Map<Variable, Set<Glob>> texts = new EnumMap<>(Variable.class);
    private final Map<Variable, Set<BigDecimal>> limits = new EnumMap<>(Variable.class);
    private final Set<Variable> reads = EnumSet.noneOf(Variable.class);
    private final Set<String> countedVerbs = new LinkedHashSet<>();
    private final Set<String> gaps = new LinkedHashSet<>();

    static Shape of(Rule rule) {
        var shape = new Shape();
        rule.when().ifPresent(when -> {
            shape.reads.addAll(when.reads());
            new ConditionShape(when.tree(), shape).read();
        });
        rule.require().forEach(shape::check);
        return shape;
    }

    /** What is met by the best evidence needs no search; what depends on the action does. */
    private void check(Check check) {
        switch (check) {
            case Check.MaxAmount(var max, var currency) -> {
                limit(Variable.PREVIEW_AMOUNT, max);
                reads.add(Variable.PREVIEW_AMOUNT);
                if (!currency.isEmpty()) {
                    text(Variable.PREVIEW_CURRENCY, new Glob(currency));
                    reads.add(Variable.PREVIEW_CURRENCY);
                }
            }
            case Check.MaxRows(var max) -> {
                limit(Variable.PREVIEW_ROWS, BigDecimal.valueOf(max));
                reads.add(Variable.PREVIEW_ROWS);
            }
            case Check.MaxShare(var max) -> {
                limit(Variable.PREVIEW_SHARE, BigDecimal.valueOf(max));
                reads.add(Variable.PREVIEW_SHARE);
            }
            case Check.Sources(var min) -> limit(Variable.EVIDENCE_SOURCES, BigDecimal.valueOf(min));
            case Check.MaxAge(var max) -> limit(Variable.EVIDENCE_AGE_SECONDS, BigDecimal.valueOf(max.toSeconds()));
            case Check.MinConfidence(var min) -> limit(Variable.EVIDENCE_CONFIDENCE, BigDecimal.valueOf(min));
            case Check.Stated ignored -> {}
            case Check.InBusinessHours ignored -> {}
            case Check.SafeRollback ignored -> {}
        }
    }

    void text(Variable variable, Glob glob) {
        texts.computeIfAbsent(variable, v -> new LinkedHashSet<>()).add(glob);
    }

    void limit(Variable variable, BigDecimal limit) {
        limits.computeIfAbsent(variable, v -> new LinkedHashSet<>()).add(limit);
    }

    void countedVerb(String verb) {
        countedVerbs.add(verb);
    }

    void gap(String what) {
        gaps.add(what);
    }

    Set<Glob> texts(Variable variable) {
        return texts.getOrDefault(variable, Set.of());
    }

    Set<BigDecimal> limits(Variable variable) {
        return limits.getOrDefault(variable, Set.of());
    }

    Set<Variable> reads() {
        return reads;
    }

    Set<String> gaps() {
        return gaps;
    }

    /** Whose writes are counted; {@link ConditionShape#THIS_VERB} for the action's own. */
    Set<String> countedVerbs() {
        return countedVerbs;
    }
}
