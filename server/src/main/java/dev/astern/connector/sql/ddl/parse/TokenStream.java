package dev.astern.connector.sql.ddl.parse;

import dev.astern.connector.sql.ddl.parse.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Where a parse stands, and the small questions every rule asks. */
final class TokenStream {
    private static final int MAX_DEPTH = 60;

    private final List<Token> tokens;
    private int at;
    private int depth;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return peek(0);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    Token take() {
        Token token = peek();
        at++;
        return token;
    }

    /** Whether these words come next. */
    boolean sees(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!peek(i).is(Kind.WORD, words[i])) {
                return false;
            }
        }
        return true;
    }

    boolean accept(String... words) {
        if (!sees(words)) {
            return false;
        }
        at += words.length;
        return true;
    }

    void expect(String... words) {
        if (!accept(words)) {
            throw unexpected(String.join(" ", words).toUpperCase(Locale.ROOT));
        }
    }

    boolean seesSymbol(String symbol) {
        return peek().is(Kind.SYMBOL, symbol);
    }

    boolean acceptSymbol(String symbol) {
        if (!seesSymbol(symbol)) {
            return false;
        }
        at++;
        return true;
    }

    void expectSymbol(String symbol) {
        if (!acceptSymbol(symbol)) {
            throw unexpected("\"" + symbol + "\"");
        }
    }

    boolean atEnd() {
        return peek().kind() == Kind.END;
    }

    /** A name as PostgreSQL would take it here: reserved words only in quotes. */
    String name() {
        Token token = take();
        boolean plain = token.kind() == Kind.WORD && !Reserved.word(token.text());
        if (!plain && token.kind() != Kind.QUOTED) {
            at--;
            throw unexpected("a name");
        }
        return token.text();
    }

    QName qualifiedName() {
        String first = name();
        if (!acceptSymbol(".")) {
            return new QName(null, first);
        }
        var name = new QName(first, name());
        if (seesSymbol(".")) {
            throw NotUnderstood.notAllowed("a name has at most a schema before it");
        }
        return name;
    }

    int integer() {
        Token token = take();
        if (token.kind() != Kind.NUMBER || !token.text().matches("\\d{1,9}")) {
            at--;
            throw unexpected("a whole number");
        }
        return Integer.parseInt(token.text());
    }

    <T> List<T> list(Supplier<T> item) {
        var items = new ArrayList<T>();
        do {
            items.add(item.get());
        } while (acceptSymbol(","));
        return items;
    }

    <T> List<T> inParentheses(Supplier<T> item) {
        expectSymbol("(");
        List<T> items = list(item);
        expectSymbol(")");
        return items;
    }

    /** Bounds recursion, so that a hostile nest can't end the thread. */
    <T> T deeper(Supplier<T> rule) {
        if (++depth > MAX_DEPTH) {
            throw NotUnderstood.notAllowed("the statement nests deeper than " + MAX_DEPTH);
        }
        try {
            return rule.get();
        } finally {
            depth--;
        }
    }

    NotUnderstood unexpected(String wanted) {
        return NotUnderstood.notAllowed("expected " + wanted + ", found " + peek().shown() + " at position "
                + peek().at() + "; only the forms named in the tool's description can change structure");
    }
}
