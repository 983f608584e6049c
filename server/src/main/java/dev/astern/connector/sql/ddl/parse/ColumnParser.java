package dev.astern.connector.sql.ddl.parse;

import dev.astern.connector.sql.ddl.parse.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A column's definition and the constraints of columns and tables. */
final class ColumnParser {
    private final TokenStream in;
    private final TypeParser types;
    private final ExprParser expressions;
    private final ExprParser defaults;

    ColumnParser(TokenStream in, TypeParser types, ExprParser expressions) {
        this.in = in;
        this.types = types;
        this.expressions = expressions;
        this.defaults = new ExprParser(in, types);
    }

    Set<String> defaultFunctions() {
        return new LinkedHashSet<>(defaults.functions());
    }

    ColumnDef column() {
        String name = in.name();
        TypeName type = types.type();
        boolean notNull = false;
        ColumnDef.@Nullable Filling filling = null;
        var constraints = new ArrayList<Constraint>();
        while (!in.atEnd() && !in.seesSymbol(",") && !in.seesSymbol(")") && !in.seesSymbol(";")) {
            String constraint = DdlParser.named(in);
            if (in.accept("not", "null")) {
                notNull = true;
            } else if (in.accept("null")) {
                notNull = refuseBoth(notNull);
            } else if (in.sees("default") || in.sees("generated")) {
                if (filling != null || type.serial()) {
                    throw NotUnderstood.invalid("the column " + name + " would be filled in two ways");
                }
                filling = filling();
            } else {
                constraints.add(constraint(constraint, List.of()));
            }
        }
        return new ColumnDef(name, type, notNull, filling, constraints);
    }

    private static boolean refuseBoth(boolean notNull) {
        if (notNull) {
            throw NotUnderstood.invalid("a column is NULL or NOT NULL, not both");
        }
        return false;
    }

    private ColumnDef.Filling filling() {
        if (in.accept("default")) {
            return new ColumnDef.Default(defaults.restricted());
        }
        in.expect("generated");
        if (in.accept("by", "default")) {
            in.expect("as", "identity");
            return new ColumnDef.Identity(false, identityOptions());
        }
        in.expect("always", "as");
        if (in.accept("identity")) {
            return new ColumnDef.Identity(true, identityOptions());
        }
        in.expectSymbol("(");
        Expr value = expressions.expression();
        in.expectSymbol(")");
        in.expect("stored");
        return new ColumnDef.Generated(value);
    }

    private List<String> identityOptions() {
        var options = new ArrayList<String>();
        if (in.acceptSymbol("(")) {
            while (!in.acceptSymbol(")")) {
                options.add(identityOption());
            }
        }
        return options;
    }

    private String identityOption() {
        if (in.accept("start")) {
            in.accept("with");
            return "START WITH " + signedInteger();
        }
        if (in.accept("increment")) {
            in.accept("by");
            return "INCREMENT BY " + signedInteger();
        }
        if (in.accept("no")) {
            return "NO " + one("minvalue", "maxvalue", "cycle");
        }
        if (in.accept("cycle")) {
            return "CYCLE";
        }
        return one("minvalue", "maxvalue", "cache") + " " + signedInteger();
    }

    private String one(String... words) {
        for (String word : words) {
            if (in.accept(word)) {
                return word.toUpperCase(Locale.ROOT);
            }
        }
        throw in.unexpected("one of " + String.join(", ", words));
    }

    private String signedInteger() {
        boolean negative = in.peek().is(Kind.OPERATOR, "-");
        if (negative) {
            in.take();
        }
        Token digits = in.take();
        if (digits.kind() != Kind.NUMBER || !digits.text().matches("\\d{1,18}")) {
            throw NotUnderstood.invalid("expected a whole number, found " + digits.shown());
        }
        return (negative ? "-" : "") + digits.text();
    }

    /** @return a table's constraint, or null where a column's definition comes next */
    @Nullable
    Constraint tableConstraint() {
        boolean starts = in.sees("constraint")
                || in.sees("primary")
                || in.sees("unique")
                || in.sees("check")
                || in.sees("foreign");
        if (!starts) {
            return null;
        }
        String name = DdlParser.named(in);
        if (in.accept("foreign", "key")) {
            List<String> columns = in.inParentheses(in::name);
            in.expect("references");
            return references(name, columns);
        }
        if (in.sees("check")) {
            return constraint(name, List.of());
        }
        return keyed(name);
    }

    private Constraint keyed(@Nullable String name) {
        boolean primary = in.accept("primary", "key");
        if (!primary) {
            in.expect("unique");
        }
        boolean nullsNotDistinct = !primary && nullsNotDistinct();
        List<String> columns = in.inParentheses(in::name);
        return primary
                ? new Constraint.PrimaryKey(name, columns)
                : new Constraint.Unique(name, columns, nullsNotDistinct);
    }

    private Constraint constraint(@Nullable String name, List<String> columns) {
        if (in.accept("primary", "key")) {
            return new Constraint.PrimaryKey(name, columns);
        }
        if (in.accept("unique")) {
            return new Constraint.Unique(name, columns, nullsNotDistinct());
        }
        if (in.accept("references")) {
            return references(name, columns);
        }
        in.expect("check");
        in.expectSymbol("(");
        Expr condition = expressions.expression();
        in.expectSymbol(")");
        return new Constraint.Check(name, condition);
    }

    private boolean nullsNotDistinct() {
        if (in.accept("nulls", "not", "distinct")) {
            return true;
        }
        in.accept("nulls", "distinct");
        return false;
    }

    private Constraint references(@Nullable String name, List<String> columns) {
        QName target = in.qualifiedName();
        List<String> targetColumns = in.seesSymbol("(") ? in.inParentheses(in::name) : List.of();
        var rules = new ArrayList<String>();
        for (String rule = rule(); rule != null; rule = rule()) {
            if (rules.contains(rule)) {
                throw NotUnderstood.invalid(rule + " is said twice");
            }
            rules.add(rule);
        }
        return new Constraint.ForeignKey(name, columns, target, targetColumns, rules);
    }

    private @Nullable String rule() {
        if (in.accept("match")) {
            return "MATCH " + one("full", "simple");
        }
        if (in.accept("on", "delete")) {
            return "ON DELETE " + referentialAction();
        }
        if (in.accept("on", "update")) {
            return "ON UPDATE " + referentialAction();
        }
        if (in.accept("not", "deferrable")) {
            return "NOT DEFERRABLE";
        }
        if (in.accept("deferrable")) {
            return "DEFERRABLE";
        }
        return in.accept("initially") ? "INITIALLY " + one("deferred", "immediate") : null;
    }

    private String referentialAction() {
        if (in.accept("no", "action")) {
            return "NO ACTION";
        }
        if (in.accept("set")) {
            return "SET " + one("null", "default");
        }
        return one("cascade", "restrict");
    }
}
