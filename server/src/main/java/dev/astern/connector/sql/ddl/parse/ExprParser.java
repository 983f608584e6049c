package dev.astern.connector.sql.ddl.parse;

import dev.astern.connector.sql.ddl.parse.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Operator precedence as in PostgreSQL's manual, chapter 4.1.6. A misjudged precedence could change a meaning but never
 * smuggle anything: what was read is written back fully in parentheses.
 */
final class ExprParser {
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", "<=", ">", ">=");
    private static final Set<String> SUMS = Set.of("+", "-");
    private static final Set<String> PRODUCTS = Set.of("*", "/", "%");
    private static final Set<String> LIKES = Set.of("like", "ilike");

    private final TokenStream in;
    private final ExprAtoms atoms;
    private final Set<String> functions = new LinkedHashSet<>();

    ExprParser(TokenStream in, TypeParser types) {
        this.in = in;
        this.atoms = new ExprAtoms(in, types, this, functions);
    }

    /** Every function named so far. */
    Set<String> functions() {
        return functions;
    }

    Expr expression() {
        return in.deeper(this::or);
    }

    /** What may stand after DEFAULT without parentheses: no NOT, AND, OR, IN, IS, which would eat what follows it. */
    Expr restricted() {
        return in.deeper(() -> {
            Expr left = other();
            return in.peek().kind() == Kind.OPERATOR
                            && COMPARISONS.contains(in.peek().text())
                    ? new Expr.Infix(left, in.take().text(), other())
                    : left;
        });
    }

    private Expr or() {
        Expr left = and();
        while (in.accept("or")) {
            left = new Expr.Infix(left, "OR", and());
        }
        return left;
    }

    private Expr and() {
        Expr left = not();
        while (in.accept("and")) {
            left = new Expr.Infix(left, "AND", not());
        }
        return left;
    }

    private Expr not() {
        return in.accept("not") ? new Expr.Prefix("NOT", in.deeper(this::not)) : is();
    }

    private Expr is() {
        Expr left = comparison();
        while (in.accept("is")) {
            String not = in.accept("not") ? "NOT " : "";
            if (in.accept("distinct", "from")) {
                left = new Expr.Infix(left, "IS " + not + "DISTINCT FROM", comparison());
            } else {
                left = new Expr.Test(left, "IS " + not + truth());
            }
        }
        return left;
    }

    private String truth() {
        for (String word : List.of("null", "true", "false", "unknown")) {
            if (in.accept(word)) {
                return word.toUpperCase(Locale.ROOT);
            }
        }
        throw in.unexpected("NULL, TRUE, FALSE, UNKNOWN or DISTINCT FROM");
    }

    private Expr comparison() {
        Expr left = predicate();
        if (in.peek().kind() == Kind.OPERATOR && COMPARISONS.contains(in.peek().text())) {
            String operator = in.take().text();
            return quantified(left, operator);
        }
        return left;
    }

    private Expr quantified(Expr left, String operator) {
        for (String word : List.of("any", "some", "all")) {
            if (in.accept(word)) {
                in.expectSymbol("(");
                Expr array = expression();
                in.expectSymbol(")");
                return new Expr.Quantified(left, operator, word.equals("all") ? "ALL" : "ANY", array);
            }
        }
        return new Expr.Infix(left, operator, predicate());
    }

    private Expr predicate() {
        Expr left = other();
        boolean not = in.sees("not")
                && List.of("in", "between", "like", "ilike").contains(in.peek(1).text());
        if (not) {
            in.take();
        }
        if (in.accept("in")) {
            return new Expr.In(left, not, in.inParentheses(this::expression));
        }
        if (in.accept("between")) {
            Expr low = other();
            in.expect("and");
            return new Expr.Between(left, not, low, other());
        }
        if (in.peek().kind() == Kind.WORD && LIKES.contains(in.peek().text())) {
            String like = in.take().text().toUpperCase(Locale.ROOT);
            return new Expr.Infix(left, not ? "NOT " + like : like, other());
        }
        return left;
    }

    private Expr other() {
        Expr left = sum();
        for (String operator = otherOperator(); operator != null; operator = otherOperator()) {
            left = new Expr.Infix(left, operator, sum());
        }
        return left;
    }

    private @Nullable String otherOperator() {
        Token next = in.peek();
        boolean known = COMPARISONS.contains(next.text())
                || SUMS.contains(next.text())
                || PRODUCTS.contains(next.text())
                || next.text().equals("^");
        return next.kind() == Kind.OPERATOR && !known ? in.take().text() : null;
    }

    private Expr sum() {
        Expr left = product();
        while (in.peek().kind() == Kind.OPERATOR && SUMS.contains(in.peek().text())) {
            left = new Expr.Infix(left, in.take().text(), product());
        }
        return left;
    }

    private Expr product() {
        Expr left = power();
        while (in.peek().kind() == Kind.OPERATOR && PRODUCTS.contains(in.peek().text())) {
            left = new Expr.Infix(left, in.take().text(), power());
        }
        return left;
    }

    private Expr power() {
        Expr left = zoned();
        while (in.peek().is(Kind.OPERATOR, "^")) {
            in.take();
            left = new Expr.Infix(left, "^", zoned());
        }
        return left;
    }

    private Expr zoned() {
        Expr left = signed();
        while (in.accept("at", "time", "zone")) {
            functions.add("timezone");
            left = new Expr.Call("timezone", List.of(signed(), left));
        }
        return left;
    }

    private Expr signed() {
        Token next = in.peek();
        if (next.kind() == Kind.OPERATOR && SUMS.contains(next.text())) {
            in.take();
            return new Expr.Prefix(next.text(), in.deeper(this::signed));
        }
        return atoms.castAtom();
    }

    List<Expr> arguments() {
        in.expectSymbol("(");
        var arguments = new ArrayList<Expr>();
        if (!in.seesSymbol(")")) {
            arguments.addAll(in.list(this::expression));
        }
        in.expectSymbol(")");
        return arguments;
    }
}
