package dev.astern.connector.http;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A mapping of a file, read strictly: what nobody asked for is an error, with its place. */
final class Yaml {
    private static final int MAX_CHARACTERS = 1_000_000;
    private static final int MAX_DEPTH = 20;

    private final Node at;
    private final Map<String, Node> entries = new LinkedHashMap<>();
    private final Map<String, Node> names = new LinkedHashMap<>();

    private Yaml(Node node) {
        at = node;
        if (!(node instanceof MappingNode mapping)) {
            throw new Malformed(node, "expected names and values");
        }
        for (var tuple : mapping.getValue()) {
            var name = scalar(tuple.getKeyNode());
            if (entries.put(name, tuple.getValueNode()) != null) {
                throw new Malformed(tuple.getKeyNode(), name + " is there twice");
            }
            names.put(name, tuple.getKeyNode());
        }
    }

    static Yaml parse(String text) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(MAX_CHARACTERS);
        try {
            var root = new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (root == null) {
                throw new Malformed("the file is empty");
            }
            return new Yaml(root);
        } catch (MarkedYAMLException e) {
            throw new Malformed("line " + (e.getProblemMark().getLine() + 1) + ", column "
                    + (e.getProblemMark().getColumn() + 1) + ": " + e.getProblem());
        }
    }

    void only(Set<String> known) {
        names.forEach((name, node) -> {
            if (!known.contains(name)) {
                throw new Malformed(
                        node,
                        "nothing is called " + name + " here; there are "
                                + known.stream().sorted().toList());
            }
        });
    }

    Set<String> names() {
        return entries.keySet();
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    Node node(String name) {
        var node = entries.get(name);
        if (node == null) {
            throw new Malformed(at, name + " is missing");
        }
        return node;
    }

    String text(String name) {
        return scalar(node(name));
    }

    Optional<String> maybe(String name) {
        return Optional.ofNullable(entries.get(name)).map(Yaml::scalar);
    }

    boolean flag(String name) {
        var text = maybe(name).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            throw new Malformed(node(name), name + " is true or false");
        }
        return text.equals("true");
    }

    Optional<Yaml> mapping(String name) {
        return Optional.ofNullable(entries.get(name)).map(Yaml::new);
    }

    Map<String, String> texts(String name) {
        var texts = new LinkedHashMap<String, String>();
        mapping(name).ifPresent(mapping -> mapping.names().forEach(key -> texts.put(key, mapping.text(key))));
        return texts;
    }

    List<String> list(String name) {
        return items(name).stream().map(Yaml::scalar).toList();
    }

    List<Yaml> mappings(String name) {
        return items(name).stream().map(Yaml::new).toList();
    }

    private List<Node> items(String name) {
        var node = entries.get(name);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            throw new Malformed(node, name + " is a list");
        }
        return new ArrayList<>(sequence.getValue());
    }

    /** One of an enumeration, written in small letters. */
    <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        var text = maybe(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        for (var value : type.getEnumConstants()) {
            if (value.name().toLowerCase(Locale.ROOT).equals(text.get())) {
                return Optional.of(value);
            }
        }
        throw new Malformed(
                node(name),
                name + " is one of "
                        + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT));
    }

    private static String scalar(@Nullable Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw node == null ? new Malformed("a value is missing") : new Malformed(node, "expected one value");
    }
}
