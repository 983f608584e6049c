package dev.astern.langchain4j;

import dev.astern.client.OfferedTool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What the model is told of a tool: its own arguments and, as by MCP, those that Astern adds to each. What a schema says
 * beyond its properties is for Astern to check.
 *
 * @param added the names of those that Astern added; an argument of the tool's own that is called the same stays its own
 */
record ToolSchema(ToolSpecification specification, Set<String> added) {
    static final String REASON = "reason";
    static final String REHEARSE = "rehearse";
    static final String EXPECT = "expect_digest";
    static final String EVIDENCE = "evidence";

    ToolSchema {
        added = Set.copyOf(added);
    }

    static ToolSchema of(OfferedTool tool) {
        var own = Json.object(tool.inputSchema()).orElseGet(Json::empty);
        var properties = new LinkedHashMap<String, JsonSchemaElement>();
        own.path("properties").properties().forEach(p -> properties.put(p.getKey(), SchemaElements.of(p.getValue())));
        var added = new LinkedHashSet<String>();
        arguments(tool.readOnly()).forEach((name, schema) -> {
            if (properties.putIfAbsent(name, schema) == null) {
                added.add(name);
            }
        });
        var specification = ToolSpecification.builder()
                .name(tool.name())
                .description("At " + tool.target() + ": " + tool.description())
                .parameters(parameters(own, properties))
                .build();
        return new ToolSchema(specification, added);
    }

    private static JsonObjectSchema parameters(JsonNode own, Map<String, JsonSchemaElement> properties) {
        var parameters = JsonObjectSchema.builder()
                .addProperties(properties)
                .required(own.path("required")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList());
        if (own.path("additionalProperties").isBoolean()) {
            parameters.additionalProperties(own.path("additionalProperties").booleanValue());
        }
        if (!own.path("$defs").isEmpty()) {
            var definitions = new LinkedHashMap<String, JsonSchemaElement>();
            own.path("$defs").properties().forEach(d -> definitions.put(d.getKey(), SchemaElements.of(d.getValue())));
            parameters.definitions(definitions);
        }
        return parameters.build();
    }

    private static Map<String, JsonSchemaElement> arguments(boolean readOnly) {
        var arguments = new LinkedHashMap<String, JsonSchemaElement>();
        arguments.put(REASON, text("Why you do this, in your own words; kept in the record. Up to 2000 characters."));
        if (!readOnly) {
            arguments.put(
                    REHEARSE,
                    JsonBooleanSchema.builder()
                            .description("True to see what would change, and change nothing.")
                            .build());
            arguments.put(EXPECT, text("The digest of a rehearsal; refused when the effects would differ from it."));
            arguments.put(
                    EVIDENCE,
                    JsonObjectSchema.builder()
                            .description("What this rests on, for policy's checks: observed_at (RFC 3339) of your"
                                    + " sources, confidence (0 to 1), and what else the policy asks for.")
                            .additionalProperties(true)
                            .build());
        }
        return arguments;
    }

    private static JsonSchemaElement text(String description) {
        return JsonStringSchema.builder().description(description).build();
    }
}
