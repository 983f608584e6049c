package dev.astern.journal;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes RFC 8785 canonical JSON, restricted to what two parsers can never read differently: text, integers of at most
 * 2^53−1, booleans, null, lists and maps. No floats. Source: RFC 8785, section 3.2.
 */
public final class CanonicalJson {
    private static final long MAX_INTEGER = (1L << 53) - 1;
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder(512);

    private CanonicalJson() {}

    /**
     * @throws IllegalArgumentException for anything that has no canonical form here
     */
    public static String write(@Nullable Object value) {
        var writer = new CanonicalJson();
        writer.value(value);
        return writer.out.toString();
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case String text -> text(text);
            case Boolean bool -> out.append(bool.booleanValue());
            case Integer integer -> out.append(integer.intValue());
            case Long integer -> integer(integer);
            case List<?> list -> list(list);
            case Map<?, ?> map -> map(map);
            default -> throw new IllegalArgumentException("no canonical form: " + value.getClass());
        }
    }

    private void integer(long value) {
        if (value > MAX_INTEGER || value < -MAX_INTEGER) {
            throw new IllegalArgumentException("integer beyond 2^53-1: " + value);
        }
        out.append(value);
    }

    private void list(List<?> list) {
        out.append('[');
        var separator = "";
        for (Object item : list) {
            out.append(separator);
            value(item);
            separator = ",";
        }
        out.append(']');
    }

    /** Section 3.2.3: properties sorted by the UTF-16 code units of their names, which is how Java compares text. */
    private void map(Map<?, ?> map) {
        var sorted = new TreeMap<String, @Nullable Object>();
        map.forEach((name, value) -> sorted.put((String) name, value));
        out.append('{');
        var separator = "";
        for (var entry : sorted.entrySet()) {
            out.append(separator);
            text(entry.getKey());
            out.append(':');
            value(entry.getValue());
            separator = ",";
        }
        out.append('}');
    }

    /** Section 3.2.2.2. */
    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                i = surrogate(text, i);
            } else {
                character(c);
            }
        }
        out.append('"');
    }

    private int surrogate(String text, int at) {
        if (at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1))) {
            out.append(text, at, at + 2);
            return at + 1;
        }
        throw new IllegalArgumentException("unpaired surrogate at " + at);
    }

    private void character(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> {
                if (c < 0x20) {
                    out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
                } else {
                    out.append(c);
                }
            }
        }
    }
}
