package dev.astern.describe;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads JSON and YAML into one kind of tree, within bounds. */
final class Tree {
    private static final int LONGEST = 16 * 1024 * 1024;
    private static final int DEEPEST = 100;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Set<String> YES_OR_NO = Set.of("true", "True", "TRUE", "false", "False", "FALSE");

    private Tree() {}

    static JsonNode read(String text) {
        if (text.length() > LONGEST) {
            throw new Rejected(
                    "too_large", "the document has more than 16 Mi characters", "Cut out of it what agents need.");
        }
        var plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return plain.stripLeading().startsWith("{") ? json(plain) : yaml(plain);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw unreadable("no JSON, or a name twice, or more than " + DEEPEST + " levels: "
                    + Words.shown(String.valueOf(e.getOriginalMessage())));
        }
    }

    private static JsonNode yaml(String text) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(DEEPEST);
        options.setCodePointLimit(LONGEST);
        try {
            var root = new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            return root == null ? JSON.createObjectNode() : node(root);
        } catch (YAMLException e) {
            throw unreadable("no YAML, or with anchors or more than " + DEEPEST + " levels: "
                    + Words.shown(String.valueOf(e.getMessage())));
        }
    }

    private static Rejected unreadable(String detail) {
        return new Rejected("unreadable", detail, "Correct the document; a validator of OpenAPI says more.");
    }

    private static JsonNode node(Node node) {
        return switch (node) {
            case MappingNode mapping -> {
                var object = JSON.createObjectNode();
                mapping.getValue().forEach(tuple -> member(object, tuple.getKeyNode(), tuple.getValueNode()));
                yield object;
            }
            case SequenceNode sequence -> {
                List<JsonNode> items = new ArrayList<>();
                sequence.getValue().forEach(item -> items.add(node(item)));
                yield JSON.createArrayNode().addAll(items);
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> throw unreadable("anchors and aliases are not read");
        };
    }

    private static void member(ObjectNode object, Node key, Node value) {
        if (!(key instanceof ScalarNode name)) {
            throw unreadable("a name is no plain text");
        }
        if (object.has(name.getValue())) {
            throw unreadable(Words.shown(name.getValue()) + " is there twice");
        }
        object.set(name.getValue(), node(value));
    }

    /** Text stays text, also where YAML would take it for a number or a date: nothing here counts with it. */
    private static JsonNode scalar(ScalarNode scalar) {
        if (scalar.getTag().equals(Tag.BOOL) && YES_OR_NO.contains(scalar.getValue())) {
            return JSON.getNodeFactory().booleanNode(Boolean.parseBoolean(scalar.getValue()));
        }
        return scalar.getTag().equals(Tag.NULL)
                ? JSON.nullNode()
                : JSON.getNodeFactory().stringNode(scalar.getValue());
    }
}
