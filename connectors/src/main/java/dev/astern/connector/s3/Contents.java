package dev.astern.connector.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Image;
import dev.astern.connector.common.Texts;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An object as an image: its content, its type, and what else its headers keep. The content is JSON, a text or
 * {@code {"base64": …}} for what is none.
 */
final class Contents {
    static final String CONTENT = "content";
    static final String TYPE = "type";
    private static final String HEADERS = "headers";
    private static final String META = "x-amz-meta-";
    private static final String BINARY = "base64";

    private Contents() {}

    static Image image(Bucket.Came.Answer answer) {
        var fields = new LinkedHashMap<String, @Nullable String>();
        fields.put(CONTENT, content(answer.body()));
        answer.headers().firstValue("content-type").ifPresent(type -> fields.put(TYPE, type));
        var kept = new TreeMap<String, String>();
        answer.headers().map().forEach((name, values) -> {
            if (name.startsWith(META) || keeps(name)) {
                kept.put(name, String.join(",", values));
            }
        });
        if (!kept.isEmpty()) {
            fields.put(HEADERS, Texts.JSON.writeValueAsString(kept));
        }
        return new Image(fields);
    }

    private static boolean keeps(String name) {
        return switch (name) {
            case "cache-control", "content-disposition", "content-encoding", "content-language" -> true;
            default -> false;
        };
    }

    static String content(byte[] bytes) {
        try {
            var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return Texts.JSON.writeValueAsString(text);
        } catch (CharacterCodingException e) {
            return Texts.JSON.writeValueAsString(
                    Map.of(BINARY, Base64.getEncoder().encodeToString(bytes)));
        }
    }

    static byte[] bytes(Image image) {
        var content = image.get(CONTENT);
        var node = Texts.JSON.readTree(content == null ? "\"\"" : content);
        return node.isObject()
                ? Base64.getDecoder().decode(node.path(BINARY).asString())
                : node.asString().getBytes(UTF_8);
    }

    /** What goes with it when it is written. */
    static Map<String, String> headers(Image image) {
        var headers = new TreeMap<String, String>();
        var type = image.get(TYPE);
        if (type != null) {
            headers.put("content-type", type);
        }
        var kept = image.get(HEADERS);
        if (kept != null) {
            Texts.JSON
                    .readTree(kept)
                    .properties()
                    .forEach(field ->
                            headers.put(field.getKey(), field.getValue().asString()));
        }
        return headers;
    }

    static Image with(Image image, Map<String, String> fields) {
        var all = new LinkedHashMap<String, @Nullable String>(image.fields());
        all.putAll(fields);
        return new Image(all);
    }
}
