package dev.astern.connector.ldap;

import static dev.astern.connector.common.Texts.bad;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.common.Texts;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The values of an attribute as a field of an image: a JSON list in one order, because a directory keeps a set. What is not
 * text is {@code {"base64": …}}.
 */
final class Values {
    private static final String BINARY = "base64";
    private static final int MAX_VALUES = 1_000;
    private static final int MAX_BYTES = 64 * 1024;

    private Values() {}

    static String field(List<byte[]> values) {
        return sorted(values.stream().map(Values::json).toList());
    }

    private static String sorted(List<String> values) {
        return "[" + String.join(",", values.stream().distinct().sorted().toList()) + "]";
    }

    private static String json(byte[] value) {
        try {
            var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
            return Texts.JSON.writeValueAsString(text);
        } catch (CharacterCodingException e) {
            return Texts.JSON.writeValueAsString(
                    Map.of(BINARY, Base64.getEncoder().encodeToString(value)));
        }
    }

    /** @param field null for none */
    static List<byte[]> of(@Nullable String field) {
        var values = new ArrayList<byte[]>();
        if (field != null) {
            for (var node : Texts.JSON.readTree(field)) {
                values.add(bytes(node));
            }
        }
        return values;
    }

    private static byte[] bytes(JsonNode node) {
        return node.isObject()
                ? Base64.getDecoder().decode(node.path(BINARY).asString())
                : node.asString().getBytes(UTF_8);
    }

    /** What an agent gave: one value or a list of them; null where the attribute is to be without. */
    static @Nullable String given(String name, @Nullable Object value) {
        var list = value == null ? List.of() : value instanceof List<?> many ? many : List.of(value);
        if (list.isEmpty()) {
            return null;
        }
        if (list.size() > MAX_VALUES) {
            throw bad(name + " has more than " + MAX_VALUES + " values");
        }
        return sorted(list.stream().map(one -> json(bytes(name, one))).toList());
    }

    private static byte[] bytes(String name, @Nullable Object value) {
        var bytes = switch (value) {
            case String text -> text.getBytes(UTF_8);
            case Number number -> number.toString().getBytes(UTF_8);
            case Boolean truth -> (truth ? "TRUE" : "FALSE").getBytes(UTF_8);
            case Map<?, ?> map when map.size() == 1 && map.get(BINARY) instanceof String text -> decoded(text);
            case null, default -> throw bad(name + " takes texts, or {\"base64\": …} for what is none");
        };
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            throw bad("a value of " + name + " has 1 to " + MAX_BYTES + " bytes");
        }
        return bytes;
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw bad("this is no base64");
        }
    }
}
