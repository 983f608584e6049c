package dev.astern.library.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path to one value: the singular queries of RFC 9535, that is member names and indexes. Nothing that could find two
 * values or run long.
 *
 * @param steps a {@link String} names a member, an {@link Integer} an element, counted from the end if negative
 */
public record JsonPath(String text, List<Object> steps) {
    private static final int LONGEST = 500;

    public JsonPath {
        steps = List.copyOf(steps);
    }

    /** Empty when the text is not such a path. */
    public static Optional<JsonPath> of(String text) {
        if (!text.startsWith("$") || text.length() > LONGEST) {
            return Optional.empty();
        }
        var steps = new ArrayList<Object>();
        int at = 1;
        while (at < text.length()) {
            int next = text.charAt(at) == '.' ? member(text, at, steps) : bracket(text, at, steps);
            if (next < 0) {
                return Optional.empty();
            }
            at = next;
        }
        return Optional.of(new JsonPath(text, steps));
    }

    private static int member(String text, int at, List<Object> steps) {
        int end = at + 1;
        while (end < text.length() && nameCharacter(text.charAt(end), end == at + 1)) {
            end++;
        }
        if (end == at + 1) {
            return -1;
        }
        steps.add(text.substring(at + 1, end));
        return end;
    }

    private static boolean nameCharacter(char c, boolean first) {
        return Character.isLetter(c) || c == '_' || c >= 0x80 || (!first && c >= '0' && c <= '9');
    }

    private static int bracket(String text, int at, List<Object> steps) {
        if (text.charAt(at) != '[' || at + 2 >= text.length()) {
            return -1;
        }
        char quote = text.charAt(at + 1);
        return quote == '\'' || quote == '"' ? quoted(text, at + 2, quote, steps) : index(text, at + 1, steps);
    }

    private static int quoted(String text, int from, char quote, List<Object> steps) {
        var name = new StringBuilder();
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == quote) {
                steps.add(name.toString());
                return i + 1 < text.length() && text.charAt(i + 1) == ']' ? i + 2 : -1;
            }
            if (c == '\\') {
                i++;
                if (i >= text.length() || (text.charAt(i) != quote && text.charAt(i) != '\\')) {
                    return -1;
                }
                c = text.charAt(i);
            }
            name.append(c);
        }
        return -1;
    }

    private static int index(String text, int from, List<Object> steps) {
        int close = text.indexOf(']', from);
        var digits = close < 0 ? "" : text.substring(from, close);
        if (!digits.matches("0|-?[1-9][0-9]{0,8}")) {
            return -1;
        }
        steps.add(Integer.valueOf(digits));
        return close + 1;
    }

    /** The value there; none where there is nothing, or null. */
    public Optional<Object> find(Object json) {
        Optional<Object> now = Optional.of(json);
        for (var step : steps) {
            now = now.flatMap(value -> child(value, step));
        }
        return now;
    }

    private static Optional<Object> child(Object value, Object step) {
        if (step instanceof String name) {
            return value instanceof Map<?, ?> members ? Optional.ofNullable(members.get(name)) : Optional.empty();
        }
        if (!(value instanceof List<?> elements) || !(step instanceof Integer index)) {
            return Optional.empty();
        }
        int at = index < 0 ? elements.size() + index : index;
        return at >= 0 && at < elements.size() ? Optional.ofNullable(elements.get(at)) : Optional.empty();
    }
}
