package dev.astern.policy.prove;

import dev.astern.policy.Glob;
import dev.astern.policy.Variable;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.SimpleType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a condition's comparisons into a shape; whatever it does not know becomes a gap. */
final class ConditionShape {
    static final String THIS_VERB = "*";
    private static final Set<String> LOGIC = Set.of("_&&_", "_||_", "!_", "_?_:_");
    private static final Set<String> EQUALITY = Set.of("_==_", "_!=_");
    private static final Set<String> ORDER = Set.of("_<_", "_<=_", "_>_", "_>=_");
    private static final Set<Variable> ENUMERATED =
            Set.of(Variable.OP_TIER, Variable.OP_REVERSIBILITY, Variable.SESSION_STAGE, Variable.TIME_WEEKDAY);

    private final CelAbstractSyntaxTree tree;
    private final Shape shape;

    ConditionShape(CelAbstractSyntaxTree tree, Shape shape) {
        this.tree = tree;
        this.shape = shape;
    }

    void read() {
        read(tree.getExpr());
    }

    private void read(CelExpr expr) {
        if (expr.getKind() == Kind.CONSTANT || isTruth(expr)) {
            return;
        }
        if (expr.getKind() != Kind.CALL) {
            shape.gap(expr.getKind() == Kind.COMPREHENSION ? "a loop" : "a value that it makes");
            return;
        }
        var call = expr.call();
        if (LOGIC.contains(call.function())) {
            call.args().forEach(this::read);
        } else if (EQUALITY.contains(call.function()) || ORDER.contains(call.function())) {
            comparison(call);
        } else {
            function(call);
        }
    }

    private boolean isTruth(CelExpr expr) {
        return variable(expr).isPresent()
                && tree.getType(expr.id()).filter(SimpleType.BOOL::equals).isPresent();
    }

    private void comparison(CelCall call) {
        var a = call.args().getFirst();
        var b = call.args().getLast();
        if (bool(a) && bool(b)) {
            read(a);
            read(b);
        } else if (constant(b)) {
            compared(call, a, b.constant());
        } else if (constant(a)) {
            compared(call, b, a.constant());
        } else {
            shape.gap("a comparison of two things that both vary");
        }
    }

    private boolean bool(CelExpr expr) {
        return tree.getType(expr.id()).filter(SimpleType.BOOL::equals).isPresent();
    }

    private void compared(CelCall call, CelExpr side, CelConstant limit) {
        var variable = variable(side);
        var number = number(limit);
        if (variable.isPresent() && number.isPresent()) {
            shape.limit(variable.get(), number.get());
        } else if (variable.isPresent() && EQUALITY.contains(call.function()) && isText(limit)) {
            text(variable.get(), limit.stringValue(), "", "");
        } else if (number.isPresent()
                && side.getKind() == Kind.CALL
                && side.call().function().equals("count")) {
            counted(side.call(), number.get());
        } else if (!constant(side)) {
            shape.gap("a comparison that it does not know");
        }
    }

    private void counted(CelCall count, BigDecimal limit) {
        var map = variable(count.args().getFirst());
        var key = count.args().getLast();
        if (map.filter(Variable.USED_VERB::equals).isEmpty()) {
            shape.gap("counts by target");
            return;
        }
        shape.limit(Variable.USED_VERB, limit);
        if (constant(key) && isText(key.constant())) {
            shape.countedVerb(key.constant().stringValue());
        } else if (variable(key).filter(Variable.OP_VERB::equals).isPresent()) {
            shape.countedVerb(THIS_VERB);
        } else {
            shape.gap("counts of a verb that varies");
        }
    }

    private void function(CelCall call) {
        switch (call.function()) {
            case "startsWith" -> member(call, "", "*");
            case "endsWith" -> member(call, "*", "");
            case "contains" -> member(call, "*", "*");
            case "glob", "touches", "within" ->
                pattern(call.args().getFirst(), call.args().getLast());
            case "at_least", "at_most" -> ordered(call.args());
            case "@in" -> membership(call.args().getFirst(), call.args().getLast());
            default -> shape.gap(call.function());
        }
    }

    private void member(CelCall call, String before, String after) {
        var variable = call.target().flatMap(this::variable);
        var argument = call.args().getFirst();
        if (variable.isPresent() && constant(argument)) {
            text(variable.get(), argument.constant().stringValue(), before, after);
        } else {
            shape.gap(call.function() + " of something that it does not know");
        }
    }

    private void text(Variable variable, String text, String before, String after) {
        if (text.contains("*")) {
            shape.gap("a comparison with a text that has a star");
        } else if (!ENUMERATED.contains(variable) || !before.isEmpty() || !after.isEmpty()) {
            shape.text(variable, new Glob(before + text + after));
        }
    }

    private void pattern(CelExpr side, CelExpr pattern) {
        var variable = variable(side);
        if (variable.isPresent() && constant(pattern)) {
            shape.text(variable.get(), new Glob(pattern.constant().stringValue()));
        } else {
            shape.gap("a pattern that varies");
        }
    }

    private void ordered(List<CelExpr> sides) {
        boolean known = sides.stream()
                .allMatch(side -> constant(side)
                        || variable(side).filter(ENUMERATED::contains).isPresent());
        if (!known) {
            shape.gap("an order of something that it does not know");
        }
    }

    private void membership(CelExpr item, CelExpr list) {
        var variable = variable(item);
        var among = variable(list);
        if (variable.isPresent() && list.getKind() == Kind.LIST) {
            for (var element : list.list().elements()) {
                if (constant(element)) {
                    compared(CelCall.newBuilder().setFunction("_==_").build(), item, element.constant());
                } else {
                    shape.gap("a list of things that vary");
                }
            }
        } else if (among.isPresent() && constant(item) && isText(item.constant())) {
            if (among.get() == Variable.OP_RESOURCES || among.get() == Variable.PREVIEW_TABLES) {
                text(among.get(), item.constant().stringValue(), "", "");
            } else {
                shape.gap(among.get().text());
            }
        } else {
            shape.gap("a membership that it does not know");
        }
    }

    private Optional<Variable> variable(CelExpr expr) {
        return tree.getReference(expr.id()).flatMap(r -> Variable.named(r.name()));
    }

    private static boolean constant(CelExpr expr) {
        return expr.getKind() == Kind.CONSTANT;
    }

    private static boolean isText(CelConstant constant) {
        return constant.getKind() == CelConstant.Kind.STRING_VALUE;
    }

    private static Optional<BigDecimal> number(CelConstant constant) {
        return switch (constant.getKind()) {
            case INT64_VALUE -> Optional.of(BigDecimal.valueOf(constant.int64Value()));
            case DOUBLE_VALUE ->
                Double.isFinite(constant.doubleValue())
                        ? Optional.of(new BigDecimal(constant.doubleValue()))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }
}
