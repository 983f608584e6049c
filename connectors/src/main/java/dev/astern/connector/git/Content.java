package dev.astern.connector.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file's bytes between git and images: text where it is UTF-8, Base64 where not. */
record Content(String field, String value) {
    static final String TEXT = "content";
    static final String BINARY = "base64";
    static final String MODE = "mode";

    static Content of(byte[] bytes) {
        try {
            return new Content(
                    TEXT, UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return new Content(BINARY, Base64.getEncoder().encodeToString(bytes));
        }
    }

    /** Nothing where it is no Base64. */
    static Optional<Content> binary(String base64) {
        try {
            return Optional.of(of(Base64.getDecoder().decode(base64)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Content of(Map<String, @Nullable String> fields) {
        var text = fields.get(TEXT);
        var binary = fields.get(BINARY);
        if (text != null) {
            return new Content(TEXT, text);
        }
        if (binary != null) {
            return new Content(BINARY, binary);
        }
        throw new IllegalArgumentException("an image without content: bug");
    }

    byte[] bytes() {
        return field.equals(TEXT) ? value.getBytes(UTF_8) : Base64.getDecoder().decode(value);
    }

    Map<String, @Nullable String> fields(@Nullable String mode) {
        var fields = new LinkedHashMap<String, @Nullable String>();
        fields.put(field, value);
        if (mode != null) {
            fields.put(MODE, mode);
        }
        return fields;
    }
}
