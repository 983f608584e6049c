package dev.astern.langchain4j;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON that keeps every digit, and in which no name is there twice. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static ObjectNode empty() {
        return MAPPER.createObjectNode();
    }

    static Optional<ObjectNode> object(String text) {
        try {
            return MAPPER.readTree(text) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** Its members as plain values; those that are null are left out, as models send them for what they don't mean. */
    static Map<String, Object> plain(ObjectNode object) {
        var plain = new LinkedHashMap<String, Object>();
        object.properties().forEach(member -> {
            if (!member.getValue().isNull()) {
                plain.put(member.getKey(), MAPPER.treeToValue(member.getValue(), Object.class));
            }
        });
        return plain;
    }

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }
}
