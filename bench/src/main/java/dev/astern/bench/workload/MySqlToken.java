package dev.astern.bench.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a MySQL statement.
 *
 * @param text for a name or a string what it stands for, otherwise as written
 */
record MySqlToken(Kind kind, String text) {
    enum Kind {
        /** In backticks. */
        QUOTED,
        /** A bare name or keyword. */
        WORD,
        STRING,
        NUMBER,
        SYMBOL
    }

    private static final List<String> LONG_SYMBOLS = List.of("<=>", "<=", ">=", "<>", "!=", "&&", "||", ":=");

    boolean is(String word) {
        return kind != Kind.QUOTED && kind != Kind.STRING && text.equalsIgnoreCase(word);
    }

    static List<MySqlToken> read(String sql) {
        var tokens = new ArrayList<MySqlToken>();
        int at = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '`' || c == '\'' || c == '"') {
                at = quoted(sql, at, tokens);
            } else if (word(c) || (c == '.' && at + 1 < sql.length() && Character.isDigit(sql.charAt(at + 1)))) {
                at = wordOrNumber(sql, at, tokens);
            } else if (sql.startsWith("--", at) || c == '#') {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end;
            } else if (sql.startsWith("/*", at)) {
                int end = sql.indexOf("*/", at + 2);
                at = end < 0 ? sql.length() : end + 2;
            } else {
                at = symbol(sql, at, tokens);
            }
        }
        return tokens;
    }

    private static boolean word(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c >= 0x80;
    }

    private static int symbol(String sql, int at, List<MySqlToken> tokens) {
        int start = at;
        var symbol = LONG_SYMBOLS.stream()
                .filter(s -> sql.startsWith(s, start))
                .findFirst()
                .orElse(sql.substring(at, at + 1));
        tokens.add(new MySqlToken(Kind.SYMBOL, symbol));
        return at + symbol.length();
    }

    private static int wordOrNumber(String sql, int at, List<MySqlToken> tokens) {
        int end = at;
        while (end < sql.length() && word(sql.charAt(end))) {
            end++;
        }
        var digits = sql.substring(at, end).chars().allMatch(Character::isDigit);
        if (digits && end < sql.length() && sql.charAt(end) == '.') {
            end++;
            while (end < sql.length() && Character.isDigit(sql.charAt(end))) {
                end++;
            }
        }
        var text = sql.substring(at, end);
        var number = digits || text.matches("[0-9]+[eE][0-9]+");
        tokens.add(new MySqlToken(number ? Kind.NUMBER : Kind.WORD, text));
        return end;
    }

    private static int quoted(String sql, int from, List<MySqlToken> tokens) {
        char quote = sql.charAt(from);
        var text = new StringBuilder();
        int at = from + 1;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == '\\' && quote != '`' && at + 1 < sql.length()) {
                text.append(escaped(sql.charAt(at + 1)));
                at += 2;
            } else if (c == quote && at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
                text.append(quote);
                at += 2;
            } else if (c == quote) {
                break;
            } else {
                text.append(c);
                at++;
            }
        }
        tokens.add(new MySqlToken(quote == '`' ? Kind.QUOTED : Kind.STRING, text.toString()));
        return at + 1;
    }

    private static String escaped(char c) {
        return switch (c) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case 'b' -> "\b";
            case '0' -> "";
            case 'Z' -> "\u001a";
            case '%', '_' -> "\\" + c;
            default -> Character.toString(c);
        };
    }
}
