package dev.astern.journal;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * RFC 8785 canonical JSON, restricted to what two parsers can never read differently: text, integers of at most 2^53−1,
 * booleans, null, lists and maps, at most {@value #MAX_DEPTH} of these within each other. No floats. Source: RFC 8785,
 * section 3.2.
 */
public final class CanonicalJson {
    public static final int MAX_DEPTH = 64;

    static final long MAX_INTEGER = (1L << 53) - 1;
    static final String HEX = "0123456789abcdef";

    private final StringBuilder out;
    private int depth;

    private CanonicalJson(StringBuilder out) {
        this.out = out;
    }

    /**
     * @throws IllegalArgumentException for anything that has no canonical form here
     */
    public static String write(@Nullable Object value) {
        var out = new StringBuilder(512);
        write(value, out);
        return out.toString();
    }

    /** Writes behind what is there already; see {@link #write(Object)}. */
    public static void write(@Nullable Object value, StringBuilder out) {
        new CanonicalJson(out).value(value);
    }

    /**
     * Reads what {@link #write} writes, and no other form of it, so that writing it again gives the same bytes.
     *
     * @param bytes UTF-8 of an object or an array
     * @return maps in the order of their names and lists, neither of which can be changed, of {@link String},
     *     {@link Long}, {@link Boolean} and null
     */
    public static Parsed<Object> parse(byte[] bytes) {
        return new CanonicalParser(bytes).parse();
    }

    /** Reads an object; see {@link #parse}. */
    public static Parsed<JsonObject> parseObject(byte[] bytes) {
        return parse(bytes)
                .then(value ->
                        value instanceof JsonObject object ? Parsed.read(object) : Parsed.malformed(Flaw.JSON_OBJECT));
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case String text -> text(text);
            case Boolean bool -> out.append(bool.booleanValue());
            case Integer integer -> out.append(integer.intValue());
            case Long integer -> integer(integer);
            case List<?> list -> list(list);
            case JsonObject object -> object(object);
            case Map<?, ?> map -> map(map);
            default -> throw new IllegalArgumentException("no canonical form: " + value.getClass());
        }
    }

    private void enter() {
        if (depth == MAX_DEPTH) {
            throw new IllegalArgumentException("more than " + MAX_DEPTH + " within each other");
        }
        depth++;
    }

    private void integer(long value) {
        if (value > MAX_INTEGER || value < -MAX_INTEGER) {
            throw new IllegalArgumentException("integer beyond 2^53-1: " + value);
        }
        out.append(value);
    }

    private void list(List<?> list) {
        enter();
        out.append('[');
        boolean first = true;
        for (Object item : list) {
            if (!first) {
                out.append(',');
            }
            first = false;
            value(item);
        }
        out.append(']');
        depth--;
    }

    /** It is sorted already. */
    private void object(JsonObject object) {
        enter();
        out.append('{');
        for (int i = 0; i < object.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            text(object.nameAt(i));
            out.append(':');
            value(object.valueAt(i));
        }
        out.append('}');
        depth--;
    }

    /** Section 3.2.3: properties sorted by the UTF-16 code units of their names, which is how Java compares text. */
    private void map(Map<?, ?> map) {
        enter();
        var names = map.keySet().toArray();
        Arrays.sort(names);
        out.append('{');
        boolean first = true;
        for (var name : names) {
            if (!first) {
                out.append(',');
            }
            first = false;
            text((String) name);
            out.append(':');
            value(map.get(name));
        }
        out.append('}');
        depth--;
    }

    /** Section 3.2.2.2. Most text is its own form. */
    private void text(String text) {
        out.append('"');
        int plain = plain(text);
        if (plain == text.length()) {
            out.append(text);
        } else {
            out.append(text, 0, plain);
            escaped(text, plain);
        }
        out.append('"');
    }

    /** How many characters at the beginning need no escape and are not half of something. */
    private static int plain(String text) {
        int at = 0;
        while (at < text.length() && isPlain(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c);
    }

    private void escaped(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                i = surrogate(text, i);
            } else {
                character(c);
            }
        }
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
