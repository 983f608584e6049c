package dev.astern.connector.kubernetes;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON in one writing, so that equal values are equal texts. */
final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    static String text(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    /** Any JSON-like value. */
    static JsonNode of(@Nullable Object value) {
        return MAPPER.readTree(MAPPER.writeValueAsString(value));
    }

    static Optional<ObjectNode> object(String text) {
        try {
            return Optional.of(MAPPER.readTree(text))
                    .filter(ObjectNode.class::isInstance)
                    .map(ObjectNode.class::cast);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
