package dev.astern.gateway;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Stored answers as JSON text, and values as entries and disclosures hold them. */
public final class Json {
    /** What every reader of JSON can hold exactly. */
    private static final BigDecimal MAX_INTEGER = BigDecimal.valueOf((1L << 53) - 1);

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    public static <T> T read(String json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }

    /** The arguments of a call, as doors read them. */
    static Map<String, Object> arguments(String json) {
        return MAPPER.readValue(json, new TypeReference<Map<String, Object>>() {});
    }

    /** JSON text as maps, lists, text, booleans, nulls and small integers; every other number becomes text. */
    public static @Nullable Object parsed(String json) {
        return plain(MAPPER.readTree(json));
    }

    /** A value as if it had been JSON text. */
    static @Nullable Object tree(Object value) {
        return plain(MAPPER.valueToTree(value));
    }

    private static @Nullable Object plain(JsonNode node) {
        if (node.isObject()) {
            var fields = new HashMap<String, @Nullable Object>();
            node.properties().forEach(field -> fields.put(field.getKey(), plain(field.getValue())));
            return fields;
        }
        if (node.isArray()) {
            var elements = new ArrayList<@Nullable Object>(node.size());
            node.forEach(element -> elements.add(plain(element)));
            return elements;
        }
        if (node.isNumber()) {
            return number(node.decimalValue());
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.isNull() ? null : node.asString();
    }

    private static Object number(BigDecimal number) {
        boolean small = number.scale() <= 0 && number.abs().compareTo(MAX_INTEGER) <= 0;
        return small ? number.longValueExact() : number.toPlainString();
    }
}
