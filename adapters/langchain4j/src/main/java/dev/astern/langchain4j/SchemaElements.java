package dev.astern.langchain4j;

import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.LinkedHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * JSON Schema as LangChain4j's elements, which every model's adapter knows. What those can't say goes as it is, so that
 * nothing of a schema is lost.
 */
final class SchemaElements {
    private SchemaElements() {}

    static JsonSchemaElement of(JsonNode schema) {
        return switch (schema.path("type").asString("")) {
            case "string" -> string(schema);
            case "integer" ->
                only(schema)
                        ? JsonIntegerSchema.builder().description(words(schema)).build()
                        : raw(schema);
            case "number" ->
                only(schema)
                        ? JsonNumberSchema.builder().description(words(schema)).build()
                        : raw(schema);
            case "boolean" ->
                only(schema)
                        ? JsonBooleanSchema.builder().description(words(schema)).build()
                        : raw(schema);
            case "array" -> array(schema);
            case "object" -> object(schema);
            default -> raw(schema);
        };
    }

    private static JsonSchemaElement string(JsonNode schema) {
        if (only(schema)) {
            return JsonStringSchema.builder().description(words(schema)).build();
        }
        var values = schema.path("enum");
        return only(schema, "enum") && values.isArray() && values.valueStream().allMatch(JsonNode::isString)
                ? JsonEnumSchema.builder()
                        .description(words(schema))
                        .enumValues(values.valueStream().map(JsonNode::asString).toList())
                        .build()
                : raw(schema);
    }

    private static JsonSchemaElement array(JsonNode schema) {
        return only(schema, "items") && schema.path("items").isObject()
                ? JsonArraySchema.builder()
                        .description(words(schema))
                        .items(of(schema.path("items")))
                        .build()
                : raw(schema);
    }

    private static JsonSchemaElement object(JsonNode schema) {
        var more = schema.path("additionalProperties");
        if (!only(schema, "properties", "required", "additionalProperties")
                || !(more.isMissingNode() || more.isBoolean())) {
            return raw(schema);
        }
        var properties = new LinkedHashMap<String, JsonSchemaElement>();
        schema.path("properties").properties().forEach(p -> properties.put(p.getKey(), of(p.getValue())));
        var object = JsonObjectSchema.builder()
                .description(words(schema))
                .addProperties(properties)
                .required(schema.path("required")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList());
        if (more.isBoolean()) {
            object.additionalProperties(more.booleanValue());
        }
        return object.build();
    }

    /** Whether it says nothing but its type, what it is for, and these. */
    private static boolean only(JsonNode schema, String... more) {
        var known = Set.of(more);
        return schema.properties().stream()
                .allMatch(p -> p.getKey().equals("type")
                        || (p.getKey().equals("description") && p.getValue().isString())
                        || known.contains(p.getKey()));
    }

    private static @Nullable String words(JsonNode schema) {
        return schema.path("description").isString()
                ? schema.path("description").asString()
                : null;
    }

    private static JsonSchemaElement raw(JsonNode schema) {
        return JsonRawSchema.from(schema.toString());
    }
}
