package dev.astern.connector.sql.ddl.parse;

import static dev.astern.connector.sql.ddl.parse.DdlText.quote;

import java.util.List;
import java.util.stream.Collectors;

/** Writes an expression from its tree, every operation in parentheses and every function from {@code pg_catalog}. */
final class ExprText {
    private ExprText() {}

    static String of(Expr expression) {
        return switch (expression) {
            case Expr.Text e -> literal(e.value());
            case Expr.Numeral e -> e.digits();
            case Expr.Word e -> e.word();
            case Expr.Column e -> quote(e.name());
            case Expr.Prefix e -> "(" + e.operator() + " " + of(e.operand()) + ")";
            case Expr.Infix e -> "(" + of(e.left()) + " " + e.operator() + " " + of(e.right()) + ")";
            case Expr.Test e -> "(" + of(e.operand()) + " " + e.test() + ")";
            case Expr.In e -> "(" + of(e.operand()) + not(e.not()) + " IN (" + list(e.list()) + "))";
            case Expr.Between e ->
                "(" + of(e.operand()) + not(e.not()) + " BETWEEN " + of(e.low()) + " AND " + of(e.high()) + ")";
            case Expr.Quantified e ->
                "(" + of(e.left()) + " " + e.operator() + " " + e.quantifier() + " (" + of(e.array()) + "))";
            case Expr.Case e -> caseOf(e);
            case Expr.Cast e -> "CAST(" + of(e.operand()) + " AS " + type(e.type()) + ")";
            case Expr.Call e -> "pg_catalog." + quote(e.function()) + "(" + list(e.arguments()) + ")";
            case Expr.Special e -> e.word() + "(" + list(e.arguments()) + ")";
            case Expr.ArrayOf e -> "ARRAY[" + list(e.elements()) + "]";
        };
    }

    private static String caseOf(Expr.Case e) {
        var text = new StringBuilder("CASE");
        if (e.operand() != null) {
            text.append(" ").append(of(e.operand()));
        }
        for (Expr.When when : e.whens()) {
            text.append(" WHEN ").append(of(when.condition())).append(" THEN ").append(of(when.result()));
        }
        if (e.otherwise() != null) {
            text.append(" ELSE ").append(of(e.otherwise()));
        }
        return text.append(" END").toString();
    }

    private static String not(boolean not) {
        return not ? " NOT" : "";
    }

    private static String list(List<Expr> expressions) {
        return expressions.stream().map(ExprText::of).collect(Collectors.joining(", "));
    }

    /** For a session with {@code standard_conforming_strings} on. */
    static String literal(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    static String type(TypeName type) {
        String name = type.serial() ? type.name() : "pg_catalog." + quote(type.name());
        return name + modifiers(type) + "[]".repeat(type.dimensions());
    }

    private static String modifiers(TypeName type) {
        return type.modifiers().isEmpty()
                ? ""
                : type.modifiers().stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    }
}
