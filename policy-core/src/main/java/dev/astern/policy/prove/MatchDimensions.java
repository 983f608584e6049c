package dev.astern.policy.prove;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.policy.Glob;
import dev.astern.policy.MatchField;
import dev.astern.policy.Rule;
import dev.astern.policy.Variable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What rules can be found by. */
final class MatchDimensions {
    /**
     * One of them.
     *
     * @param fields the fields of a match that it decides
     */
    record MatchDimension(Dimension dimension, Set<MatchField> fields) {}

    private final List<MatchDimension> dimensions = new ArrayList<>();
    private boolean complete = true;

    MatchDimensions(List<Rule> rules, List<Shape> shapes) {
        dimensions.add(new MatchDimension(kinds(), EnumSet.of(MatchField.TIER, MatchField.REVERSIBILITY)));
        for (var field : MatchField.values()) {
            if (field != MatchField.TIER && field != MatchField.REVERSIBILITY) {
                text(field, rules, shapes);
            }
        }
    }

    List<MatchDimension> all() {
        return dimensions;
    }

    boolean complete() {
        return complete;
    }

    /** Tier, class, and one for unknown tools, of which nothing else is believed. */
    private static Dimension kinds() {
        var cells = new ArrayList<Map<Variable, Object>>();
        for (var tier : Tier.values()) {
            for (var reversibility : Reversibility.values()) {
                cells.add(Map.of(
                        Variable.OP_KNOWN, true, Variable.OP_TIER, tier, Variable.OP_REVERSIBILITY, reversibility));
            }
        }
        cells.add(Map.of(Variable.OP_KNOWN, false));
        return new Dimension(EnumSet.of(Variable.OP_KNOWN, Variable.OP_TIER, Variable.OP_REVERSIBILITY), cells, false);
    }

    private void text(MatchField field, List<Rule> rules, List<Shape> shapes) {
        var variable = variable(field);
        var globs = new LinkedHashSet<Glob>();
        rules.forEach(rule -> globs.addAll(rule.match().fields().getOrDefault(field, List.of())));
        shapes.forEach(shape -> globs.addAll(shape.texts(variable)));
        if (field == MatchField.STAGE) {
            field.fixed().orElseThrow().forEach(stage -> globs.add(new Glob(stage)));
        }
        var cells = TextCells.of(globs);
        complete &= cells.complete();
        dimensions.add(new MatchDimension(Dimension.of(variable, cells.texts()), EnumSet.of(field)));
    }

    private static Variable variable(MatchField field) {
        return switch (field) {
            case TOOL -> Variable.OP_TOOL;
            case VERB -> Variable.OP_VERB;
            case TIER -> Variable.OP_TIER;
            case REVERSIBILITY -> Variable.OP_REVERSIBILITY;
            case TARGET -> Variable.TARGET_NAME;
            case TARGET_KIND -> Variable.TARGET_KIND;
            case ENVIRONMENT -> Variable.TARGET_ENVIRONMENT;
            case WORKFLOW -> Variable.SESSION_WORKFLOW;
            case STAGE -> Variable.SESSION_STAGE;
            case AGENT -> Variable.AGENT_NAME;
            case AGENT_VERSION -> Variable.AGENT_VERSION;
            case ENTRY -> Variable.OP_ENTRY;
        };
    }

    /** Whether a rule's match lets a cell through, as far as this dimension decides. */
    static boolean accepts(Rule rule, MatchDimension dimension, Map<Variable, Object> cell) {
        for (var field : dimension.fields()) {
            var globs = rule.match().fields().get(field);
            if (globs != null && globs.stream().noneMatch(glob -> glob.matches(value(field, cell)))) {
                return false;
            }
        }
        return true;
    }

    private static String value(MatchField field, Map<Variable, Object> cell) {
        var value = cell.get(variable(field));
        if (value == null) {
            // An unknown tool.
            value = field == MatchField.TIER ? Tier.DESTRUCTIVE : Reversibility.IRREVERSIBLE;
        }
        return value instanceof Enum<?> constant ? constant.name().toLowerCase(Locale.ROOT) : (String) value;
    }
}
