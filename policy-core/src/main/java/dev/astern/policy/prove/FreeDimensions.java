package dev.astern.policy.prove;

import dev.astern.policy.Calendar;
import dev.astern.policy.Glob;
import dev.astern.policy.Variable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What else the conditions and checks of some rules look at, divided by what those very rules can tell apart. */
final class FreeDimensions {
    private static final BigDecimal MANY = BigDecimal.valueOf(1_000_000_000_000L);
    private static final int LIST_CELLS_MAX = 6;
    private static final Set<Variable> TIME =
            EnumSet.of(Variable.TIME_HOUR, Variable.TIME_MINUTE, Variable.TIME_WEEKDAY, Variable.TIME_BUSINESS);
    private static final Set<Variable> TEXTS = EnumSet.of(
            Variable.OP_COMMAND,
            Variable.SESSION_ID,
            Variable.SESSION_OWNER,
            Variable.SESSION_ENVIRONMENT,
            Variable.PREVIEW_CURRENCY);
    private static final Set<Variable> COUNTS = EnumSet.of(
            Variable.USED_ROWS,
            Variable.PREVIEW_ROWS,
            Variable.PREVIEW_INSERTED,
            Variable.PREVIEW_UPDATED,
            Variable.PREVIEW_DELETED);

    private final List<Shape> shapes;
    private final Set<Variable> reads = EnumSet.noneOf(Variable.class);
    private final List<Dimension> dimensions = new ArrayList<>();
    private final Set<String> gaps = new LinkedHashSet<>();

    FreeDimensions(List<Shape> shapes, Calendar calendar) {
        this.shapes = shapes;
        shapes.forEach(shape -> reads.addAll(shape.reads()));
        preview();
        TEXTS.forEach(this::text);
        COUNTS.forEach(v -> number(v, BigDecimal.ZERO, most(v), true));
        number(Variable.USED_AMOUNT, BigDecimal.ZERO, most(Variable.USED_AMOUNT), false);
        number(Variable.RISK, BigDecimal.ZERO, BigDecimal.valueOf(100), true);
        number(Variable.EVIDENCE_SOURCES, BigDecimal.ZERO, BigDecimal.valueOf(Integer.MAX_VALUE), true);
        number(Variable.EVIDENCE_CONFIDENCE, BigDecimal.ZERO, BigDecimal.ONE, false);
        number(Variable.PREVIEW_SHARE, BigDecimal.ZERO, BigDecimal.ONE, false);
        orUnknown(Variable.EVIDENCE_AGE_SECONDS, BigDecimal.ZERO, true, false);
        orUnknown(Variable.PREVIEW_AMOUNT, MANY.negate(), false, reads.contains(Variable.PREVIEW_HAS_AMOUNT));
        truth(Variable.OP_ROLLBACK_SAFE);
        truth(Variable.PREVIEW_PERSONAL);
        list(Variable.OP_RESOURCES);
        list(Variable.PREVIEW_TABLES);
        counts();
        if (reads.stream().anyMatch(TIME::contains)) {
            dimensions.add(TimeCells.of(calendar, limits(Variable.TIME_HOUR), limits(Variable.TIME_MINUTE)));
        }
    }

    List<Dimension> all() {
        return dimensions;
    }

    Set<String> gaps() {
        return gaps;
    }

    private void preview() {
        if (reads.stream().anyMatch(v -> v.text().startsWith("preview."))) {
            dimensions.add(Dimension.of(Variable.PREVIEW_KNOWN, List.of(true, false)));
        }
    }

    private void text(Variable variable) {
        if (reads.contains(variable)) {
            var cells = TextCells.of(globs(variable));
            dimensions.add(Dimension.of(variable, cells.texts()));
            if (!cells.complete()) {
                gaps.add("too many patterns of " + variable.text());
            }
        }
    }

    private void truth(Variable variable) {
        if (reads.contains(variable)) {
            dimensions.add(Dimension.of(variable, List.of(true, false)));
        }
    }

    private void number(Variable variable, BigDecimal min, BigDecimal max, boolean whole) {
        if (reads.contains(variable)) {
            dimensions.add(Dimension.of(variable, NumberCells.of(limits(variable), min, max, whole)));
        }
    }

    private void orUnknown(Variable variable, BigDecimal min, boolean whole, boolean also) {
        if (reads.contains(variable) || also) {
            var cells = new ArrayList<Object>(NumberCells.of(limits(variable), min, most(variable), whole));
            cells.add(Case.UNKNOWN);
            dimensions.add(Dimension.of(variable, cells));
        }
    }

    /** Lists matter by which kinds of items they have: every set of kinds is one list. */
    private void list(Variable variable) {
        if (!reads.contains(variable)) {
            return;
        }
        var items = TextCells.of(globs(variable));
        int kinds = Math.min(LIST_CELLS_MAX, items.texts().size());
        if (!items.complete() || kinds < items.texts().size()) {
            gaps.add("too many patterns of " + variable.text());
        }
        var lists = new ArrayList<List<String>>();
        for (int set = 0; set < 1 << kinds; set++) {
            var list = new ArrayList<String>();
            for (int i = 0; i < kinds; i++) {
                if ((set >> i & 1) == 1) {
                    list.add(items.texts().get(i));
                }
            }
            lists.add(list);
        }
        dimensions.add(Dimension.of(variable, lists));
    }

    private void counts() {
        var verbs = new LinkedHashSet<String>();
        shapes.forEach(shape -> verbs.addAll(shape.countedVerbs()));
        if (verbs.isEmpty()) {
            return;
        }
        if (verbs.size() > 1) {
            gaps.add("counts of several verbs");
        }
        var verb = verbs.getFirst();
        dimensions.add(Dimension.of(
                Variable.USED_VERB,
                NumberCells.of(limits(Variable.USED_VERB), BigDecimal.ZERO, most(Variable.USED_VERB), true).stream()
                        .map(count -> Map.of(verb, count))
                        .toList()));
    }

    /** More than any limit, and no more than a count can be. */
    private BigDecimal most(Variable variable) {
        var most = limits(variable).stream().reduce(MANY, BigDecimal::max).add(BigDecimal.ONE);
        return most.min(BigDecimal.valueOf(Long.MAX_VALUE));
    }

    private Set<Glob> globs(Variable variable) {
        var globs = new LinkedHashSet<Glob>();
        shapes.forEach(shape -> globs.addAll(shape.texts(variable)));
        return globs;
    }

    private Set<BigDecimal> limits(Variable variable) {
        var limits = new LinkedHashSet<BigDecimal>();
        shapes.forEach(shape -> limits.addAll(shape.limits(variable)));
        return limits;
    }
}
