package dev.astern.connector.sql.ddl.parse;

import dev.astern.connector.sql.ddl.parse.Token.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Cuts a statement into tokens by PostgreSQL's own rules with {@code standard_conforming_strings} on. What has a second
 * reading somewhere (escape strings, dollar quotes, Unicode escapes, parameters) is refused, not read.
 */
final class Lexer {
    private static final String OPERATOR_CHARS = "+-*/<>=~!@#%^&|`?";
    private static final String MAY_END_IN_SIGN = "~!@#%^&|`?";
    private static final Set<String> OPERATORS = Set.of(
            "=", "<>", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "^", "||", "~", "~*", "!~", "!~*", "@>",
            "<@", "&&", "->", "->>", "#>", "#>>", "&", "|", "#", "<<", ">>");
    private static final int MAX_NAME_BYTES = 63;

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    Lexer(String sql) {
        this.sql = sql;
    }

    Token first() {
        return skipBlank() ? next() : new Token(Kind.END, "", at);
    }

    List<Token> tokens() {
        if (sql.indexOf('\0') >= 0) {
            throw NotUnderstood.invalid("the statement holds a NUL character");
        }
        while (skipBlank()) {
            tokens.add(next());
        }
        tokens.add(new Token(Kind.END, "", sql.length()));
        return List.copyOf(tokens);
    }

    private boolean skipBlank() {
        while (at < sql.length()) {
            if (" \t\n\r\f\u000b".indexOf(sql.charAt(at)) >= 0) {
                at++;
            } else if (sql.startsWith("--", at)) {
                skipLine();
            } else if (sql.startsWith("/*", at)) {
                skipComment();
            } else {
                return true;
            }
        }
        return false;
    }

    private void skipLine() {
        while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
            at++;
        }
    }

    private void skipComment() {
        int depth = 0;
        do {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
            if (at >= sql.length() && depth > 0) {
                throw NotUnderstood.invalid("a comment does not end");
            }
        } while (depth > 0);
    }

    private Token next() {
        int start = at;
        char c = sql.charAt(at);
        if (c == '\'') {
            return new Token(Kind.STRING, quoted('\'', "a string"), start);
        }
        if (c == '"') {
            return new Token(Kind.QUOTED, name(quoted('"', "a quoted name")), start);
        }
        if (startsWord(c)) {
            return new Token(Kind.WORD, word(), start);
        }
        if (digit(c) || (c == '.' && at + 1 < sql.length() && digit(sql.charAt(at + 1)))) {
            return new Token(Kind.NUMBER, number(), start);
        }
        if (OPERATOR_CHARS.indexOf(c) >= 0) {
            return new Token(Kind.OPERATOR, operator(), start);
        }
        return new Token(Kind.SYMBOL, symbol(c), start);
    }

    private String quoted(char quote, String what) {
        var text = new StringBuilder();
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at++);
            if (c != quote) {
                text.append(c);
            } else if (at < sql.length() && sql.charAt(at) == quote) {
                text.append(quote);
                at++;
            } else {
                return text.toString();
            }
        }
        throw NotUnderstood.invalid(what + " does not end");
    }

    private String word() {
        int start = at;
        while (at < sql.length() && continuesWord(sql.charAt(at))) {
            at++;
        }
        if (at < sql.length() && sql.charAt(at) == '\'') {
            throw NotUnderstood.notAllowed(
                    "prefixed strings (E'…', B'…', U&'…') are not read; write a plain string, or leave a space");
        }
        String word = foldAscii(sql.substring(start, at));
        if (word.equals("u")
                && at + 1 < sql.length()
                && sql.charAt(at) == '&'
                && "'\"".indexOf(sql.charAt(at + 1)) >= 0) {
            throw NotUnderstood.notAllowed("Unicode escapes (U&) are not read; write the characters themselves");
        }
        return name(word);
    }

    private String number() {
        int start = at;
        skipDigits();
        if (at < sql.length() && sql.charAt(at) == '.') {
            at++;
            skipDigits();
        }
        if (at < sql.length() && (sql.charAt(at) == 'e' || sql.charAt(at) == 'E')) {
            at++;
            if (at < sql.length() && "+-".indexOf(sql.charAt(at)) >= 0) {
                at++;
            }
            skipDigits();
        }
        String text = sql.substring(start, at);
        boolean runsOn = at < sql.length() && (continuesWord(sql.charAt(at)) || sql.charAt(at) == '.');
        if (runsOn || !text.matches("(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?")) {
            throw NotUnderstood.invalid("\"" + text + "\" is not a plain decimal number");
        }
        return text;
    }

    private void skipDigits() {
        while (at < sql.length() && digit(sql.charAt(at))) {
            at++;
        }
    }

    private String operator() {
        int end = at;
        while (end < sql.length()
                && OPERATOR_CHARS.indexOf(sql.charAt(end)) >= 0
                && !(end > at && (sql.startsWith("--", end) || sql.startsWith("/*", end)))) {
            end++;
        }
        // PostgreSQL's rule: only an operator with one of these characters in it may end in a sign.
        while (end - at > 1 && "+-".indexOf(sql.charAt(end - 1)) >= 0 && !mayEndInSign(sql.substring(at, end))) {
            end--;
        }
        String text = sql.substring(at, end);
        if (!OPERATORS.contains(text)) {
            throw NotUnderstood.notAllowed(
                    "the operator " + text + " is not one the gateway runs with the owner's rights");
        }
        at = end;
        return text;
    }

    private static boolean mayEndInSign(String operator) {
        return operator.chars().anyMatch(c -> MAY_END_IN_SIGN.indexOf(c) >= 0);
    }

    private String symbol(char c) {
        if (sql.startsWith("::", at)) {
            at += 2;
            return "::";
        }
        if ("(),.;[]".indexOf(c) >= 0) {
            at++;
            return String.valueOf(c);
        }
        if (c == '$') {
            throw NotUnderstood.notAllowed("dollar quotes and parameters are not read in structure changes");
        }
        throw NotUnderstood.invalid("unexpected character at position " + at);
    }

    private static String name(String name) {
        if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw NotUnderstood.invalid("a name has 1 to " + MAX_NAME_BYTES + " bytes");
        }
        return name;
    }

    /** As PostgreSQL does in UTF-8: other letters keep their case. */
    private static String foldAscii(String word) {
        var folded = new StringBuilder(word.length());
        word.chars().map(c -> c >= 'A' && c <= 'Z' ? c + 32 : c).forEach(c -> folded.append((char) c));
        return folded.toString();
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean startsWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    private static boolean continuesWord(char c) {
        return startsWord(c) || digit(c) || c == '$';
    }
}
