package dev.astern.library.pattern;

import dev.astern.library.model.Printable;
import dev.astern.library.pattern.TokenPattern.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the words of one pattern; its unnamed wildcards are counted through. */
final class TokenReader {
    static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,49}");

    private int globs;

    /** @param text with a backslash before each special character that stands for itself */
    TokenPattern read(String text) {
        if (!Printable.is(text)) {
            throw BadPattern.syntax("a word is empty or not printable");
        }
        var parts = new ArrayList<Part>();
        var literal = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                literal.append(i < text.length() ? text.charAt(i) : '\\');
            } else if (c == '*' || c == '(' || c == '{') {
                flush(literal, parts);
                i = special(text, i, parts);
            } else if (c == ')' || c == '}' || c == '|') {
                throw BadPattern.syntax("put a backslash before a " + c + " that stands for itself");
            } else {
                literal.append(c);
            }
        }
        flush(literal, parts);
        return new TokenPattern(parts);
    }

    private static void flush(StringBuilder literal, List<Part> parts) {
        if (!literal.isEmpty()) {
            parts.add(new Part.Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    private int special(String text, int at, List<Part> parts) {
        return switch (text.charAt(at)) {
            case '*' -> {
                parts.add(new Part.Wildcard("*" + ++globs));
                yield at;
            }
            case '{' -> {
                int end = end(text, at, '}');
                var inside = text.substring(at + 1, end);
                int colon = inside.indexOf(':');
                var name = colon < 0 ? inside : inside.substring(0, colon);
                if (!NAME.matcher(name).matches()) {
                    throw BadPattern.syntax("{" + name + "} is no name: lower-case letters, digits, _");
                }
                parts.add(colon < 0 ? new Part.Wildcard(name) : choice(inside.substring(colon + 1), name));
                yield end;
            }
            default -> {
                int end = end(text, at, ')');
                parts.add(choice(text.substring(at + 1, end), ""));
                yield end;
            }
        };
    }

    private static Part choice(String inside, String key) {
        var texts = List.of(inside.split("\\|", -1));
        if (texts.stream().anyMatch(t -> t.isEmpty() || t.chars().anyMatch(c -> "*{}()\\".indexOf(c) >= 0))) {
            throw BadPattern.syntax("(" + inside + ") may hold only fixed words, parted by |");
        }
        return new Part.Choice(
                texts.stream()
                        .distinct()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList(),
                key);
    }

    private static int end(String text, int from, char close) {
        int end = text.indexOf(close, from);
        if (end < 0) {
            throw BadPattern.syntax("a " + text.charAt(from) + " is never closed");
        }
        return end;
    }
}
