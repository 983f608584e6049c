package dev.astern.policy;

import com.google.re2j.PatternSyntaxException;
import dev.astern.policy.Conditions.Issue;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What CEL's types do not say: misspelt names of tiers, patterns that can't work, loops in loops. */
final class ConditionCheck {
    private static final Set<String> COMPARISONS = Set.of("_==_", "_!=_", Functions.AT_LEAST, Functions.AT_MOST);
    private static final Set<Variable> FIXED =
            Set.of(Variable.OP_TIER, Variable.OP_REVERSIBILITY, Variable.SESSION_STAGE, Variable.TIME_WEEKDAY);

    private final CelAbstractSyntaxTree tree;
    private final List<Issue> issues = new ArrayList<>();

    ConditionCheck(CelAbstractSyntaxTree tree) {
        this.tree = tree;
    }

    List<Issue> issues() {
        CelNavigableAst.fromAst(tree).getRoot().allNodes().forEach(this::check);
        return issues;
    }

    private void check(CelNavigableExpr node) {
        if (node.getKind() == Kind.COMPREHENSION && insideAnother(node)) {
            add(node.id(), "a loop can't be inside another");
        }
        if (node.getKind() == Kind.CALL) {
            var call = node.expr().call();
            if (COMPARISONS.contains(call.function())) {
                comparison(call.function(), call.args());
            }
            if (call.function().equals("matches")) {
                pattern(call.args().getLast());
            }
            if (call.function().equals("@in") || call.function().equals("_in_")) {
                membership(call.args());
            }
        }
    }

    private static boolean insideAnother(CelNavigableExpr node) {
        for (var up = node.parent(); up.isPresent(); up = up.get().parent()) {
            if (up.get().getKind() == Kind.COMPREHENSION) {
                return true;
            }
        }
        return false;
    }

    private void comparison(String function, List<CelExpr> sides) {
        for (int i = 0; i < 2; i++) {
            var fixed = variable(sides.get(i)).filter(FIXED::contains);
            var other = sides.get(1 - i);
            fixed.ifPresent(variable -> oneOf(variable, other));
        }
        if (function.equals(Functions.AT_LEAST) || function.equals(Functions.AT_MOST)) {
            ordered(sides);
        }
    }

    /** Both have to be of one kind; a name that is of none would fail at every action. */
    private void ordered(List<CelExpr> sides) {
        for (var side : sides) {
            text(side)
                    .filter(name -> kind(name).isEmpty())
                    .ifPresent(name -> add(side.id(), quoted(name) + " is no tier, class or stage"));
        }
    }

    private static Optional<List<String>> kind(String name) {
        return List.of(MatchField.Names.TIERS, MatchField.Names.CLASSES, MatchField.Names.STAGES).stream()
                .filter(names -> names.contains(name))
                .findFirst();
    }

    private void membership(List<CelExpr> sides) {
        var fixed = variable(sides.getFirst()).filter(FIXED::contains);
        if (fixed.isPresent() && sides.getLast().getKind() == Kind.LIST) {
            sides.getLast().list().elements().forEach(element -> oneOf(fixed.get(), element));
        }
    }

    private void oneOf(Variable variable, CelExpr side) {
        var names = names(variable);
        text(side)
                .filter(name -> !names.contains(name))
                .ifPresent(name ->
                        add(side.id(), variable.text() + " is never " + quoted(name) + Nearest.hint(name, names)));
    }

    private static List<String> names(Variable variable) {
        return switch (variable) {
            case OP_TIER -> MatchField.Names.TIERS;
            case OP_REVERSIBILITY -> MatchField.Names.CLASSES;
            case SESSION_STAGE -> STAGES_OR_NONE;
            default -> WEEKDAYS;
        };
    }

    static final List<String> WEEKDAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final List<String> STAGES_OR_NONE = java.util.stream.Stream.concat(
                    MatchField.Names.STAGES.stream(), java.util.stream.Stream.of(""))
            .toList();

    private void pattern(CelExpr argument) {
        var pattern = text(argument);
        if (pattern.isEmpty()) {
            add(argument.id(), "the pattern of matches has to be written out");
            return;
        }
        try {
            com.google.re2j.Pattern.compile(pattern.get());
        } catch (PatternSyntaxException e) {
            add(argument.id(), "the pattern can't be read: " + e.getMessage());
        }
    }

    private Optional<Variable> variable(CelExpr side) {
        return tree.getReference(side.id()).map(r -> Variable.BY_NAME.get(r.name()));
    }

    private static Optional<String> text(CelExpr side) {
        return side.getKind() == Kind.CONSTANT && side.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? Optional.of(side.constant().stringValue())
                : Optional.empty();
    }

    private static String quoted(String name) {
        return "\"" + name + "\"";
    }

    private void add(long id, String message) {
        var offset = tree.getSource().getPositionsMap().get(id);
        var location = offset == null
                ? Optional.<dev.cel.common.CelSourceLocation>empty()
                : tree.getSource().getOffsetLocation(offset);
        issues.add(new Issue(
                location.map(dev.cel.common.CelSourceLocation::getLine).orElse(1),
                location.map(dev.cel.common.CelSourceLocation::getColumn).orElse(0),
                message));
    }
}
