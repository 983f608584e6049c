package dev.astern.library.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The bare words of a SQL text, in upper case, outside strings, quoted names, comments and parentheses. Enough to ask
 * whether a statement has a WHERE of its own; no parser.
 *
 * @param words in order
 * @param certain whether the text is one statement, read to its end; only then does a missing word say anything
 */
public record StatementWords(List<String> words, boolean certain) {
    public StatementWords {
        words = List.copyOf(words);
    }

    public static StatementWords of(String sql) {
        return new SqlWordReader(sql).read();
    }

    /** Whether these words stand in it, one right after the other. */
    public boolean has(List<String> phrase) {
        return java.util.Collections.indexOfSubList(words, phrase) >= 0;
    }

    /** Reads forward, one piece at a time. */
    private static final class SqlWordReader {
        private final String sql;
        private final List<String> words = new ArrayList<>();
        private int at;
        private int depth;
        private boolean certain = true;

        SqlWordReader(String sql) {
            this.sql = sql;
        }

        StatementWords read() {
            while (at < sql.length()) {
                step(sql.charAt(at));
            }
            return new StatementWords(words, certain && depth == 0);
        }

        private void step(char c) {
            if (c == '\'') {
                skipQuoted('\'', false);
            } else if (c == '"') {
                skipQuoted('"', false);
                // A name takes its place, so that words on both sides are no phrase.
                add("\"");
            } else if (sql.startsWith("--", at)) {
                at = end(sql.indexOf('\n', at), 1, true);
            } else if (sql.startsWith("/*", at)) {
                skipComment();
            } else if (c == '$') {
                skipDollar();
            } else if (starts(c)) {
                word();
            } else {
                symbol(c);
            }
        }

        private void symbol(char c) {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ';' && !sql.substring(at + 1).isBlank()) {
                certain = false;
            }
            at++;
        }

        /** As the database reads names: every character beyond ASCII belongs to one. */
        private static boolean starts(char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
        }

        private void word() {
            int from = at;
            while (at < sql.length()
                    && (starts(sql.charAt(at)) || Character.isDigit(sql.charAt(at)) || sql.charAt(at) == '$')) {
                at++;
            }
            var word = sql.substring(from, at).toUpperCase(Locale.ROOT);
            if (word.equals("E") && at < sql.length() && sql.charAt(at) == '\'') {
                skipQuoted('\'', true);
            } else {
                add(word);
            }
        }

        /** Comments nest. */
        private void skipComment() {
            int open = 0;
            do {
                if (sql.startsWith("/*", at)) {
                    open++;
                    at += 2;
                } else if (sql.startsWith("*/", at)) {
                    open--;
                    at += 2;
                } else {
                    at++;
                }
            } while (open > 0 && at < sql.length());
            certain &= open == 0;
        }

        private void add(String word) {
            if (depth == 0) {
                words.add(word);
            }
        }

        private void skipQuoted(char quote, boolean backslashes) {
            at++;
            while (at < sql.length()) {
                char c = sql.charAt(at++);
                if (backslashes && c == '\\') {
                    at++;
                } else if (c == quote) {
                    if (at >= sql.length() || sql.charAt(at) != quote) {
                        return;
                    }
                    at++;
                }
            }
            certain = false;
        }

        private void skipDollar() {
            int close = sql.indexOf('$', at + 1);
            var tag = close < 0 ? "" : sql.substring(at, close + 1);
            if (close < 0 || !tag.substring(1, tag.length() - 1).matches("(?:[A-Za-z_][A-Za-z_0-9]*)?")) {
                at++;
                return;
            }
            at = end(sql.indexOf(tag, close + 1), tag.length(), false);
        }

        private int end(int found, int length, boolean mayEndTheText) {
            if (found < 0) {
                certain &= mayEndTheText;
                return sql.length();
            }
            return found + length;
        }
    }
}
