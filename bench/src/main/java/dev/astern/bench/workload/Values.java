package dev.astern.bench.workload;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings JSON values into one canonical text per type, such that two texts are equal exactly where PostgreSQL keeps the
 * same image: object fields sorted, numbers with their scale and without exponent.
 */
final class Values {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Values() {}

    static boolean absent(@Nullable JsonNode node) {
        return node == null || node.isNull() || node.isMissingNode();
    }

    static ColumnType.Seen kind(JsonNode node) {
        if (node.isContainer()) {
            return ColumnType.Seen.NESTED;
        }
        if (node.isNumber()) {
            return ColumnType.Seen.NUMBER;
        }
        return node.isBoolean() ? ColumnType.Seen.BOOLEAN : ColumnType.Seen.STRING;
    }

    static @Nullable String encode(@Nullable JsonNode node, ColumnType type) {
        if (node == null || absent(node)) {
            return null;
        }
        return switch (type) {
            case JSONB -> json(node);
            case TEXT -> node.isString() ? clean(node.stringValue()) : scalar(node);
            case NUMERIC, BOOLEAN -> scalar(node);
        };
    }

    private static String scalar(JsonNode node) {
        return node.isNumber() ? number(node) : json(node);
    }

    /** Whether it is one of the numbers JSON does not have. */
    private static boolean endless(JsonNode node) {
        return (node.isDouble() || node.isFloat()) && !Double.isFinite(node.doubleValue());
    }

    private static String number(JsonNode node) {
        if (endless(node)) {
            return node.doubleValue() > 0 ? "Infinity" : node.doubleValue() < 0 ? "-Infinity" : "NaN";
        }
        return plain(node.decimalValue());
    }

    private static String plain(BigDecimal value) {
        return value.scale() < 0 ? value.setScale(0).toPlainString() : value.toPlainString();
    }

    private static String json(JsonNode node) {
        var out = new StringBuilder();
        write(node, out);
        return out.toString();
    }

    private static void write(JsonNode node, StringBuilder out) {
        if (node.isObject()) {
            writeObject(node, out);
        } else if (node.isArray()) {
            out.append('[');
            for (Iterator<JsonNode> i = node.iterator(); i.hasNext(); ) {
                write(i.next(), out);
                out.append(i.hasNext() ? "," : "");
            }
            out.append(']');
        } else if (node.isNumber()) {
            // jsonb knows no NaN; it becomes the word.
            out.append(endless(node) ? '"' + number(node) + '"' : number(node));
        } else {
            out.append(node.isString() ? quoted(clean(node.stringValue())) : node.toString());
        }
    }

    private static void writeObject(JsonNode node, StringBuilder out) {
        var fields = new TreeMap<String, JsonNode>();
        node.properties().forEach(e -> fields.put(clean(e.getKey()), e.getValue()));
        out.append('{');
        var first = true;
        for (var field : fields.entrySet()) {
            out.append(first ? "" : ",").append(quoted(field.getKey())).append(':');
            write(field.getValue(), out);
            first = false;
        }
        out.append('}');
    }

    private static String quoted(String text) {
        return MAPPER.writeValueAsString(text);
    }

    /** PostgreSQL's text holds neither NUL nor half a surrogate pair. */
    static String clean(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                if (out != null) {
                    out.append(c).append(text.charAt(i + 1));
                }
                i++;
                continue;
            }
            boolean bad = c == 0 || Character.isSurrogate(c);
            if (bad && out == null) {
                out = new StringBuilder(text.substring(0, i));
            }
            if (out != null) {
                out.append(bad ? '\uFFFD' : c);
            }
        }
        return out == null ? text : out.toString();
    }

    /** What the database says about a value, in canonical form. */
    static @Nullable String fromDatabase(@Nullable String text, ColumnType type) {
        return text == null || type != ColumnType.JSONB ? text : json(Files.parse(text));
    }
}
