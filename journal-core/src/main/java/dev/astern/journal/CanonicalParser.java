package dev.astern.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * Reads the one form that {@link CanonicalJson#write} writes, in one pass: where RFC 8785 leaves no choice, no other
 * character is taken. A failure ends the reading; until then {@link #flaw} is null.
 */
final class CanonicalParser {
    /** What a failed step returns; nobody sees it. */
    private static final Object NOTHING = new Object();

    private static final int MAX_DIGITS = 16;
    private static final int FEW = 8;

    private final byte[] in;
    private int at;
    private int depth;
    private @Nullable Flaw flaw;

    CanonicalParser(byte[] in) {
        this.in = in;
    }

    Parsed<Object> parse() {
        var value = switch (peek()) {
            case '{' -> members();
            case '[' -> items();
            default -> fail(Flaw.JSON_TOP);
        };
        if (flaw == null && at < in.length) {
            flaw = Flaw.JSON_TRAILING;
        }
        return flaw == null ? Parsed.read(value) : Parsed.malformed(flaw);
    }

    private @Nullable Object value() {
        return switch (peek()) {
            case '{' -> members();
            case '[' -> items();
            case '"' -> text(false);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> integer();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> fail(Flaw.JSON_SYNTAX);
        };
    }

    private boolean enter() {
        if (depth == CanonicalJson.MAX_DEPTH) {
            fail(Flaw.JSON_DEPTH);
            return false;
        }
        at++;
        depth++;
        return true;
    }

    /** Section 3.2.3: in the order of the UTF-16 code units of the names, none of them twice. */
    private Object members() {
        if (!enter()) {
            return NOTHING;
        }
        var names = new String[FEW];
        var values = new @Nullable Object[FEW];
        int count = 0;
        while (more(count == 0, '}')) {
            var name = peek() == '"' ? text(true) : fail(Flaw.JSON_SYNTAX);
            if (!(name instanceof String text) || !take(':')) {
                return fail(Flaw.JSON_SYNTAX);
            }
            if (count > 0 && names[count - 1].compareTo(text) >= 0) {
                return fail(Flaw.JSON_ORDER);
            }
            if (count == names.length) {
                names = Arrays.copyOf(names, 2 * count);
                values = Arrays.copyOf(values, 2 * count);
            }
            names[count] = text;
            values[count] = value();
            count++;
        }
        depth--;
        return new JsonObject(Arrays.copyOf(names, count), Arrays.copyOf(values, count));
    }

    private Object items() {
        if (!enter()) {
            return NOTHING;
        }
        var items = new ArrayList<@Nullable Object>();
        while (more(items.isEmpty(), ']')) {
            items.add(value());
        }
        depth--;
        return Collections.unmodifiableList(items);
    }

    /** Whether there is a further member or item, after its comma, or the end has been taken. */
    private boolean more(boolean first, char end) {
        if (flaw != null) {
            return false;
        }
        if (peek() == end) {
            at++;
            return false;
        }
        return first || take(',');
    }

    private boolean take(char expected) {
        if (peek() != expected) {
            fail(Flaw.JSON_SYNTAX);
            return false;
        }
        at++;
        return true;
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        for (int i = 0; i < word.length(); i++) {
            if (!take(word.charAt(i))) {
                return NOTHING;
            }
        }
        return value;
    }

    /** Section 3.2.2.3, for integers: no zero in front, and none with a sign. */
    private Object integer() {
        boolean negative = peek() == '-';
        if (negative) {
            at++;
        }
        int start = at;
        long value = 0;
        for (int digit = peek() - '0'; digit >= 0 && digit <= 9 && at - start <= MAX_DIGITS; digit = peek() - '0') {
            value = value * 10 + digit;
            at++;
        }
        int digits = at - start;
        boolean zeroInFront = digits > 0 && in[start] == '0' && (digits > 1 || negative);
        if (digits == 0 || digits > MAX_DIGITS || zeroInFront || value > CanonicalJson.MAX_INTEGER) {
            return fail(Flaw.JSON_NUMBER);
        }
        int next = peek();
        return next == '.' || next == 'e' || next == 'E'
                ? fail(Flaw.JSON_NUMBER)
                : (Object) (negative ? -value : value);
    }

    /** Most text is ASCII without escapes, which is its own form in every encoding. */
    private Object text(boolean isName) {
        int start = ++at;
        while (at < in.length && in[at] >= ' ' && in[at] != '"' && in[at] != '\\') {
            at++;
        }
        if (peek() == '"') {
            int length = at++ - start;
            return isName ? NameCache.name(in, start, length) : new String(in, start, length, ISO_8859_1);
        }
        return unusual(start);
    }

    private Object unusual(int start) {
        int end = at;
        while (end < in.length && in[end] != '"') {
            end += in[end] == '\\' ? 2 : 1;
        }
        if (end >= in.length) {
            return fail(Flaw.JSON_SYNTAX);
        }
        var text = CanonicalText.decode(in, start, end);
        at = end + 1;
        return text == null ? fail(Flaw.JSON_TEXT) : text;
    }

    /** The next byte, or −1 at the end; bytes beyond ASCII are negative, too, and nothing but text has any. */
    private int peek() {
        return at < in.length ? in[at] : -1;
    }

    private Object fail(Flaw found) {
        if (flaw == null) {
            flaw = found;
        }
        return NOTHING;
    }
}
