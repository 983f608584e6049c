package dev.astern.connector.sql.ddl.parse;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An expression over literals, columns of the one table, operators and functions of {@code pg_catalog}. */
public sealed interface Expr {
    record Text(String value) implements Expr {}

    record Numeral(String digits) implements Expr {}

    /** TRUE, FALSE, NULL, or one of the clock's words such as CURRENT_TIMESTAMP. */
    record Word(String word) implements Expr {}

    record Column(String name) implements Expr {}

    record Prefix(String operator, Expr operand) implements Expr {}

    record Infix(Expr left, String operator, Expr right) implements Expr {}

    /** IS NULL and its kin. */
    record Test(Expr operand, String test) implements Expr {}

    record In(Expr operand, boolean not, List<Expr> list) implements Expr {
        public In {
            list = List.copyOf(list);
        }
    }

    record Between(Expr operand, boolean not, Expr low, Expr high) implements Expr {}

    /** {@code = ANY (array)} and its kin. */
    record Quantified(Expr left, String operator, String quantifier, Expr array) implements Expr {}

    record Case(
            @Nullable Expr operand,
            List<When> whens,
            @Nullable Expr otherwise) implements Expr {
        public Case {
            whens = List.copyOf(whens);
        }
    }

    record When(Expr condition, Expr result) {
        public When {
            Objects.requireNonNull(condition, "condition");
        }
    }

    record Cast(Expr operand, TypeName type) implements Expr {}

    /** A function of {@code pg_catalog}; whether it may be used is looked up there. */
    record Call(String function, List<Expr> arguments) implements Expr {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** COALESCE, NULLIF, GREATEST, LEAST: part of the language, no functions. */
    record Special(String word, List<Expr> arguments) implements Expr {
        public Special {
            arguments = List.copyOf(arguments);
        }
    }

    record ArrayOf(List<Expr> elements) implements Expr {
        public ArrayOf {
            elements = List.copyOf(elements);
        }
    }
}
