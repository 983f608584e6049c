package dev.astern.connector.sql.ddl.parse;

import dev.astern.connector.sql.ddl.parse.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands between operators: literals, columns, calls, CASE, casts. */
final class ExprAtoms {
    private static final Set<String> CONSTANTS = Set.of("true", "false", "null");
    private static final Set<String> CLOCK =
            Set.of("current_timestamp", "current_date", "current_time", "localtimestamp", "localtime");
    private static final Set<String> SPECIAL = Set.of("coalesce", "nullif", "greatest", "least");
    private static final Set<String> LITERAL_TYPES =
            Set.of("date", "timestamp", "timestamptz", "time", "interval", "json", "jsonb", "uuid");
    private static final Set<String> FIELDS = Set.of(
            "century",
            "day",
            "decade",
            "dow",
            "doy",
            "epoch",
            "hour",
            "isodow",
            "isoyear",
            "julian",
            "microseconds",
            "millennium",
            "milliseconds",
            "minute",
            "month",
            "quarter",
            "second",
            "week",
            "year",
            "timezone");

    private final TokenStream in;
    private final TypeParser types;
    private final ExprParser expressions;
    private final Set<String> functions;

    ExprAtoms(TokenStream in, TypeParser types, ExprParser expressions, Set<String> functions) {
        this.in = in;
        this.types = types;
        this.expressions = expressions;
        this.functions = functions;
    }

    Expr castAtom() {
        Expr operand = atom();
        while (in.acceptSymbol("::")) {
            operand = new Expr.Cast(operand, castType());
        }
        return operand;
    }

    private TypeName castType() {
        TypeName type = types.type();
        if (type.serial()) {
            throw NotUnderstood.invalid("nothing can be cast to " + type.name());
        }
        return type;
    }

    private Expr atom() {
        Token next = in.peek();
        return switch (next.kind()) {
            case STRING -> new Expr.Text(in.take().text());
            case NUMBER -> new Expr.Numeral(in.take().text());
            case QUOTED -> column();
            case WORD -> word(next.text());
            case SYMBOL -> parenthesised();
            case OPERATOR, END -> throw in.unexpected("an expression");
        };
    }

    private Expr parenthesised() {
        in.expectSymbol("(");
        Expr inner = expressions.expression();
        in.expectSymbol(")");
        return inner;
    }

    private Expr word(String word) {
        if (CONSTANTS.contains(word)) {
            return new Expr.Word(in.take().text().toUpperCase(Locale.ROOT));
        }
        if (CLOCK.contains(word)) {
            return clock();
        }
        boolean opens = in.peek(1).is(Kind.SYMBOL, "(");
        if (SPECIAL.contains(word) && opens) {
            in.take();
            return new Expr.Special(word.toUpperCase(Locale.ROOT), expressions.arguments());
        }
        if (LITERAL_TYPES.contains(word) && in.peek(1).kind() == Kind.STRING) {
            TypeName type = types.type();
            return new Expr.Cast(new Expr.Text(in.take().text()), type);
        }
        return switch (opens ? word + "(" : word) {
            case "case", "case(" -> caseOf();
            case "cast(" -> cast();
            case "array" -> array();
            case "extract(" -> extract();
            case "trim(" -> trim();
            case "substring(" -> substring();
            case "position(",
                    "overlay(",
                    "normalize(",
                    "xmlelement(",
                    "xmlparse(",
                    "collation(",
                    "row(",
                    "exists(",
                    "grouping(",
                    "treat(",
                    "json_value(",
                    "json_query(",
                    "json_exists(",
                    "merge_action(" ->
                throw NotUnderstood.notAllowed(word.toUpperCase(Locale.ROOT) + " is not read in structure changes");
            default -> named();
        };
    }

    private Expr named() {
        if (in.peek().is(Kind.WORD, "pg_catalog") && in.peek(1).is(Kind.SYMBOL, ".")) {
            in.take();
            in.take();
            return call(in.name());
        }
        if (in.peek(1).is(Kind.SYMBOL, "(")) {
            Token function = in.take();
            if (Reserved.word(function.text()) && !List.of("left", "right").contains(function.text())) {
                throw in.unexpected("a function's name");
            }
            return call(function.text());
        }
        return column();
    }

    private Expr column() {
        String name = in.name();
        if (in.seesSymbol("(")) {
            return call(name);
        }
        if (in.seesSymbol(".")) {
            throw NotUnderstood.notAllowed(
                    "write columns without their table; only functions of pg_catalog may be named with a schema");
        }
        if (in.peek().kind() == Kind.STRING) {
            throw in.unexpected("an operator");
        }
        return new Expr.Column(name);
    }

    private Expr call(String function) {
        functions.add(function);
        return new Expr.Call(function, expressions.arguments());
    }

    private Expr clock() {
        String word = in.take().text();
        functions.add(word);
        if (in.acceptSymbol("(")) {
            int digits = in.integer();
            in.expectSymbol(")");
            return new Expr.Word(word.toUpperCase(Locale.ROOT) + "(" + digits + ")");
        }
        return new Expr.Word(word.toUpperCase(Locale.ROOT));
    }

    private Expr cast() {
        in.expect("cast");
        in.expectSymbol("(");
        Expr operand = expressions.expression();
        in.expect("as");
        TypeName type = castType();
        in.expectSymbol(")");
        return new Expr.Cast(operand, type);
    }

    private Expr array() {
        in.expect("array");
        in.expectSymbol("[");
        List<Expr> elements = in.seesSymbol("]") ? List.of() : in.list(expressions::expression);
        in.expectSymbol("]");
        return new Expr.ArrayOf(elements);
    }

    private Expr caseOf() {
        in.expect("case");
        Expr operand = in.sees("when") ? null : expressions.expression();
        var whens = new ArrayList<Expr.When>();
        while (in.accept("when")) {
            Expr condition = expressions.expression();
            in.expect("then");
            whens.add(new Expr.When(condition, expressions.expression()));
        }
        if (whens.isEmpty()) {
            throw in.unexpected("WHEN");
        }
        @Nullable Expr otherwise = in.accept("else") ? expressions.expression() : null;
        in.expect("end");
        return new Expr.Case(operand, whens, otherwise);
    }

    private Expr extract() {
        in.expect("extract");
        in.expectSymbol("(");
        String field = in.take().text();
        if (!FIELDS.contains(field)) {
            throw NotUnderstood.notAllowed("EXTRACT of " + field + " is not read");
        }
        in.expect("from");
        Expr operand = expressions.expression();
        in.expectSymbol(")");
        functions.add("extract");
        return new Expr.Call("extract", List.of(new Expr.Text(field), operand));
    }

    private Expr trim() {
        in.expect("trim");
        in.expectSymbol("(");
        String function = in.accept("leading") ? "ltrim" : in.accept("trailing") ? "rtrim" : "btrim";
        in.accept("both");
        Expr operand = expressions.expression();
        if (in.sees("from")) {
            throw NotUnderstood.notAllowed("TRIM with characters is not read; use btrim(text, characters)");
        }
        in.expectSymbol(")");
        functions.add(function);
        return new Expr.Call(function, List.of(operand));
    }

    private Expr substring() {
        in.expect("substring");
        in.expectSymbol("(");
        var arguments = new ArrayList<Expr>();
        arguments.add(expressions.expression());
        while (in.acceptSymbol(",") || in.accept("from") || in.accept("for")) {
            arguments.add(expressions.expression());
        }
        in.expectSymbol(")");
        functions.add("substring");
        return new Expr.Call("substring", arguments);
    }
}
