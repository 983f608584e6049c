package dev.astern.connector.sql.ddl.parse;

import dev.astern.connector.sql.ddl.parse.Token.Kind;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** CREATE INDEX. */
final class IndexParser {
    private static final Set<String> METHODS = Set.of("btree", "hash", "gin", "gist", "spgist", "brin");
    private static final Set<String> CLASSES =
            Set.of("text_pattern_ops", "varchar_pattern_ops", "bpchar_pattern_ops", "jsonb_path_ops", "jsonb_ops");

    private final TokenStream in;
    private final ExprParser expressions;

    IndexParser(TokenStream in, ExprParser expressions) {
        this.in = in;
        this.expressions = expressions;
    }

    Ddl create() {
        in.expect("create");
        boolean unique = in.accept("unique");
        in.expect("index");
        DdlParser.notConcurrently(in);
        boolean ifNotExists = in.accept("if", "not", "exists");
        String name = in.sees("on") ? null : in.name();
        in.expect("on");
        DdlParser.refuseOnly(in);
        QName table = in.qualifiedName();
        String method = in.accept("using") ? method() : "btree";
        List<Ddl.CreateIndex.Part> parts = in.inParentheses(this::part);
        List<String> including = in.accept("include") ? in.inParentheses(in::name) : List.of();
        boolean nullsNotDistinct = in.accept("nulls", "not", "distinct");
        if (!nullsNotDistinct) {
            in.accept("nulls", "distinct");
        }
        if (in.sees("with") || in.sees("tablespace")) {
            throw NotUnderstood.notAllowed("an index is made plain: no WITH, no TABLESPACE");
        }
        Expr where = in.accept("where") ? expressions.expression() : null;
        return new Ddl.CreateIndex(name, table, unique, ifNotExists, method, parts, including, nullsNotDistinct, where);
    }

    private String method() {
        Token token = in.take();
        if (token.kind() != Kind.WORD || !METHODS.contains(token.text())) {
            throw NotUnderstood.notAllowed(token.shown() + " is not one of PostgreSQL's own index methods");
        }
        return token.text();
    }

    private Ddl.CreateIndex.Part part() {
        Expr value = in.seesSymbol("(") || in.peek(1).is(Kind.SYMBOL, "(") || in.sees("pg_catalog")
                ? expressions.expression()
                : new Expr.Column(in.name());
        return new Ddl.CreateIndex.Part(value, operatorClass(), order());
    }

    private @Nullable String operatorClass() {
        Token token = in.peek();
        if (token.kind() != Kind.WORD || in.sees("asc") || in.sees("desc") || in.sees("nulls")) {
            return null;
        }
        if (!CLASSES.contains(token.text())) {
            throw NotUnderstood.notAllowed(token.shown() + " is not an operator class the gateway knows");
        }
        return in.take().text();
    }

    private String order() {
        String direction = in.accept("desc") ? "DESC" : in.accept("asc") ? "ASC" : "";
        if (in.accept("nulls", "first")) {
            return (direction + " NULLS FIRST").strip();
        }
        return in.accept("nulls", "last") ? (direction + " NULLS LAST").strip() : direction;
    }
}
