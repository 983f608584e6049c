package dev.astern.connector.http;

import dev.astern.connector.Image;
import dev.astern.connector.http.Description.Encoding;
import dev.astern.connector.http.Description.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Between what is sent and images. A field of an image is JSON in one writing, so that equal values are equal texts. */
final class Bodies {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Bodies() {}

    /** Any JSON-like value as an image's field has it. */
    static String json(@Nullable Object value) {
        return JSON.writeValueAsString(JSON.readTree(JSON.writeValueAsString(value)));
    }

    static Optional<JsonNode> parse(String text) {
        try {
            return Optional.of(JSON.readTree(text)).filter(node -> !node.isMissingNode());
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** The resource in an answer, if one is in it. */
    static Optional<ObjectNode> object(Resource resource, String body) {
        return parse(body)
                .map(node -> at(node, resource.answerEnvelope()))
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast);
    }

    /** @param path names and places of lists, for example {@code data.0}; empty for the node itself */
    static JsonNode at(JsonNode node, String path) {
        var found = node;
        for (var name : path.isEmpty() ? new String[0] : path.split("\\.")) {
            found = found.isArray() && name.matches("\\d{1,6}") ? found.path(Integer.parseInt(name)) : found.path(name);
        }
        return found;
    }

    /** Those fields of an answer that count; nothing where it is no resource. */
    static Optional<Image> image(Resource resource, String body) {
        if (resource.encoding() == Encoding.TEXT) {
            return Optional.of(new Image(Map.of(resource.fields().iterator().next(), json(body))));
        }
        return object(resource, body).map(object -> image(resource, object));
    }

    static Image image(Resource resource, ObjectNode object) {
        var fields = new LinkedHashMap<String, @Nullable String>();
        if (resource.nested()) {
            Pointers.flatten(object, (pointer, value) -> {
                if (resource.counts(Pointers.top(pointer)) && !resource.ignore().contains(pointer)) {
                    fields.put(pointer, JSON.writeValueAsString(value));
                }
            });
            return new Image(fields);
        }
        object.properties().forEach(property -> {
            if (resource.counts(property.getKey())) {
                fields.put(property.getKey(), JSON.writeValueAsString(property.getValue()));
            }
        });
        return new Image(fields);
    }

    /** What an answer to a write says of the resource, if it tells the whole of what counts. */
    static Optional<Image> answered(Resource resource, String body) {
        if (resource.encoding() == Encoding.TEXT || resource.fields().isEmpty()) {
            return Optional.empty();
        }
        return object(resource, body)
                .filter(object -> resource.fields().stream().allMatch(object::has))
                .map(object -> image(resource, object));
    }

    /** @param fields as an image has them; null for what is to be taken away */
    static String body(Resource resource, Map<String, @Nullable String> fields) {
        return switch (resource.encoding()) {
            case JSON -> wrapped(resource, resource.nested() ? Pointers.patch(fields) : tree(fields));
            case FORM -> form(fields);
            case TEXT -> text(fields);
        };
    }

    private static ObjectNode tree(Map<String, @Nullable String> fields) {
        var object = JSON.createObjectNode();
        fields.forEach((name, value) -> object.set(name, JSON.readTree(value == null ? "null" : value)));
        return object;
    }

    private static String wrapped(Resource resource, ObjectNode object) {
        var envelope = resource.requestEnvelope();
        return JSON.writeValueAsString(
                envelope.isEmpty() ? object : JSON.createObjectNode().set(envelope, object));
    }

    private static String text(Map<String, @Nullable String> fields) {
        var value = fields.values().iterator().next();
        return value == null ? "" : JSON.readTree(value).asString();
    }

    /** Nested values as {@code a[b]=c}, which is how such APIs take them. */
    private static String form(Map<String, @Nullable String> fields) {
        var pairs = new ArrayList<String>();
        fields.forEach((name, value) -> pairs(name, JSON.readTree(value == null ? "null" : value), pairs));
        return String.join("&", pairs);
    }

    private static void pairs(String name, JsonNode value, List<String> pairs) {
        if (value.isObject()) {
            value.properties().forEach(p -> pairs(name + "[" + p.getKey() + "]", p.getValue(), pairs));
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                pairs(name + "[" + i + "]", value.get(i), pairs);
            }
        } else {
            pairs.add(Template.encoded(name) + "=" + Template.encoded(value.isNull() ? "" : value.asString()));
        }
    }
}
