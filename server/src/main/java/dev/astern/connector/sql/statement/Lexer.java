package dev.astern.connector.sql.statement;

import dev.astern.connector.sql.statement.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts SQL into tokens as PostgreSQL does with {@code standard_conforming_strings} on: nested comments, dollar quotes,
 * escape strings. What does not end, ends with the text; the database will say so.
 */
final class Lexer {
    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String sql) {
        this.sql = sql;
    }

    static List<Token> tokens(String sql) {
        var lexer = new Lexer(sql);
        while (lexer.at < sql.length()) {
            lexer.next();
        }
        return lexer.tokens;
    }

    private void next() {
        char c = sql.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (sql.startsWith("--", at)) {
            skipLine();
        } else if (sql.startsWith("/*", at)) {
            skipComment();
        } else if (c == '\'') {
            add(Kind.LITERAL, quoted('\'', at, false));
        } else if (c == '"') {
            var text = quoted('"', at, false);
            add(Kind.QUOTED, text.substring(1, Math.max(1, text.length() - 1)).replace("\"\"", "\""), text.length());
        } else if (c == '$' && dollarTag() > 0) {
            add(Kind.LITERAL, dollarQuoted());
        } else if (wordStart(c)) {
            word();
        } else if (Character.isDigit(c)) {
            number();
        } else {
            add(Kind.SYMBOL, String.valueOf(c));
        }
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
        } while (depth > 0 && at < sql.length());
        at = Math.min(at, sql.length());
    }

    /** The quoted text with its quotes; a doubled quote, and in an escape string a backslash, does not end it. */
    private String quoted(char quote, int from, boolean escapes) {
        int i = from + 1;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (escapes && c == '\\') {
                i++;
            } else if (c == quote) {
                if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
                    i++;
                } else {
                    return sql.substring(from, i + 1);
                }
            }
            i++;
        }
        return sql.substring(from);
    }

    /** The length of a dollar quote's opening tag at this place, or 0. */
    private int dollarTag() {
        int i = at + 1;
        while (i < sql.length() && sql.charAt(i) != '$') {
            char c = sql.charAt(i);
            if (!(wordStart(c) || (i > at + 1 && Character.isDigit(c)))) {
                return 0;
            }
            i++;
        }
        return i < sql.length() ? i + 1 - at : 0;
    }

    private String dollarQuoted() {
        var tag = sql.substring(at, at + dollarTag());
        int end = sql.indexOf(tag, at + tag.length());
        return end < 0 ? sql.substring(at) : sql.substring(at, end + tag.length());
    }

    private void word() {
        int end = at;
        while (end < sql.length() && wordPart(sql.charAt(end))) {
            end++;
        }
        var word = sql.substring(at, end).toUpperCase(Locale.ROOT);
        var escapeString = word.equals("E") && end < sql.length() && sql.charAt(end) == '\'';
        if (escapeString) {
            var text = quoted('\'', end, true);
            add(Kind.LITERAL, text, text.length() + 1);
        } else {
            add(Kind.WORD, word);
        }
    }

    private void number() {
        int end = at;
        while (end < sql.length() && (wordPart(sql.charAt(end)) || sql.charAt(end) == '.')) {
            end++;
        }
        add(Kind.NUMBER, sql.substring(at, end));
    }

    private static boolean wordStart(char c) {
        return c == '_' || Character.isLetter(c) || c > 127;
    }

    private static boolean wordPart(char c) {
        return wordStart(c) || Character.isDigit(c) || c == '$';
    }

    private void add(Kind kind, String text) {
        add(kind, text, text.length());
    }

    private void add(Kind kind, String text, int length) {
        tokens.add(new Token(kind, text, at));
        at += length;
    }
}
