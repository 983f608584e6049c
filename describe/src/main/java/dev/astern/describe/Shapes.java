package dev.astern.describe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Makes sense of schemas, no deeper than they are asked for: a schema may well hold itself further down. */
final class Shapes {
    private static final int DEEPEST = 16;

    private final Document document;

    Shapes(Document document) {
        this.document = document;
    }

    Shape of(JsonNode schema) {
        var properties = new LinkedHashMap<String, Shape.Property>();
        boolean several = collect(schema, properties, 0);
        return new Shape(properties, several);
    }

    /** @return whether there are alternatives */
    private boolean collect(JsonNode schema, Map<String, Shape.Property> into, int depth) {
        if (depth > DEEPEST) {
            throw new Unfit("its schemas hold themselves by allOf, anyOf or oneOf");
        }
        var found = document.resolve(schema);
        boolean several = false;
        for (var part : found.path("allOf")) {
            several |= collect(part, into, depth + 1);
        }
        var choices = choices(found);
        for (var choice : choices) {
            several |= collect(choice, into, depth + 1);
        }
        found.path("properties").properties().forEach(p -> into.put(p.getKey(), property(p.getKey(), p.getValue())));
        return several || choices.size() > 1;
    }

    private List<JsonNode> choices(JsonNode schema) {
        return Stream.concat(
                        schema.path("oneOf").valueStream(), schema.path("anyOf").valueStream())
                .filter(choice -> !is(quietly(choice), "null"))
                .toList();
    }

    private Shape.Property property(String name, JsonNode schema) {
        var found = quietly(schema);
        return new Shape.Property(
                name,
                flag(schema, "readOnly") || flag(found, "readOnly"),
                flag(schema, "writeOnly") || flag(found, "writeOnly"),
                schema);
    }

    /** That a member's own schema can't be read matters only to whoever looks into it. */
    private JsonNode quietly(JsonNode schema) {
        try {
            return document.resolve(schema);
        } catch (Unfit e) {
            return schema;
        }
    }

    private static boolean flag(JsonNode node, String name) {
        return node.path(name).isBoolean() && node.path(name).booleanValue();
    }

    /** The schema of what a list holds, if it is one. */
    Optional<JsonNode> items(JsonNode schema) {
        var found = document.resolve(schema);
        return is(found, "array") || found.path("items").isObject()
                ? Optional.of(found.path("items"))
                : Optional.empty();
    }

    boolean object(JsonNode schema) {
        var found = quietly(schema);
        return is(found, "object")
                || found.has("properties")
                || found.has("allOf")
                || choices(found).stream()
                        .anyMatch(choice ->
                                is(quietly(choice), "object") || quietly(choice).has("properties"));
    }

    /** In 3.1 a type may be a list of them. */
    static boolean is(JsonNode schema, String type) {
        var said = schema.path("type");
        return said.isArray()
                ? said.valueStream().anyMatch(one -> one.asString("").equals(type))
                : said.asString("").equals(type);
    }
}
