package dev.astern.library.read;

import dev.astern.library.model.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The members of one mapping. What is wrong with one is found where it is asked for. */
final class Fields {
    private final MappingNode node;
    private final Findings findings;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();

    Fields(MappingNode node, Findings findings) {
        this.node = node;
        this.findings = findings;
        for (var member : node.getValue()) {
            if (!(member.getKeyNode() instanceof ScalarNode key)) {
                findings.add(Finding.Code.WRONG_TYPE, member.getKeyNode(), "a key is a word");
            } else if (values.put(key.getValue(), member.getValueNode()) != null) {
                findings.add(Finding.Code.DUPLICATE_KEY, key, quoted(key.getValue()) + " stands twice");
            } else {
                keys.put(key.getValue(), key);
            }
        }
    }

    Node node() {
        return node;
    }

    Set<String> names() {
        return keys.keySet();
    }

    /** Where a field stands; the mapping's place without it. */
    Node at(String name) {
        return values.getOrDefault(name, node);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    void only(Set<String> known) {
        keys.forEach((name, key) -> {
            if (!known.contains(name)) {
                findings.add(Finding.Code.UNKNOWN_KEY, key, quoted(name) + " is no field" + Spelling.hint(name, known));
            }
        });
    }

    /** @return text, empty with a finding when there is none */
    String required(String name) {
        if (!values.containsKey(name)) {
            findings.add(Finding.Code.MISSING_FIELD, node, quoted(name) + " is missing");
        }
        return text(name).orElse("");
    }

    Optional<String> text(String name) {
        var value = values.get(name);
        return value == null ? Optional.empty() : scalar(value, Tag.STR, name + " is a text");
    }

    Optional<Boolean> flag(String name) {
        var value = values.get(name);
        return value == null
                ? Optional.empty()
                : scalar(value, Tag.BOOL, name + " is true or false").flatMap(text -> flag(value, name, text));
    }

    private Optional<Boolean> flag(Node value, String name, String text) {
        if (text.equals("true") || text.equals("false")) {
            return Optional.of(text.equals("true"));
        }
        findings.add(Finding.Code.WRONG_TYPE, value, name + " is true or false");
        return Optional.empty();
    }

    Optional<Integer> number(String name, int most) {
        var value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        var text = scalar(value, Tag.INT, name + " is a whole number");
        if (text.isPresent() && text.get().matches("[0-9]{1,6}") && Integer.parseInt(text.get()) <= most) {
            return text.map(Integer::valueOf);
        }
        if (text.isPresent()) {
            findings.add(Finding.Code.WRONG_TYPE, value, name + " is a whole number up to " + most);
        }
        return Optional.empty();
    }

    <E extends Enum<E>> Optional<E> word(String name, Class<E> type) {
        return text(name).flatMap(text -> constant(at(name), text, type));
    }

    <E extends Enum<E>> List<E> words(String name, Class<E> type) {
        var constants = new ArrayList<E>();
        scalars(name).forEach(s -> constant(s, s.getValue(), type).ifPresent(constants::add));
        return constants;
    }

    private <E extends Enum<E>> Optional<E> constant(Node at, String text, Class<E> type) {
        var names = new ArrayList<String>();
        for (var constant : type.getEnumConstants()) {
            var name = constant.name().toLowerCase(Locale.ROOT);
            if (name.equals(text)) {
                return Optional.of(constant);
            }
            names.add(name);
        }
        findings.add(Finding.Code.WRONG_TYPE, at, quoted(text) + " is none of " + String.join(", ", names));
        return Optional.empty();
    }

    /** A list of texts; one text alone is a list of one. */
    List<ScalarNode> scalars(String name) {
        var value = values.get(name);
        var texts = new ArrayList<ScalarNode>();
        for (var element : value instanceof SequenceNode list
                ? list.getValue()
                : value == null ? List.<Node>of() : List.of(value)) {
            if (scalar(element, Tag.STR, name + " is a list of texts").isPresent()) {
                texts.add((ScalarNode) element);
            }
        }
        return texts;
    }

    List<String> texts(String name) {
        return scalars(name).stream().map(ScalarNode::getValue).toList();
    }

    Optional<Fields> mapping(String name) {
        var value = values.get(name);
        if (value instanceof MappingNode mapping) {
            return Optional.of(new Fields(mapping, findings));
        }
        if (value != null) {
            findings.add(Finding.Code.WRONG_TYPE, value, name + " is a mapping");
        }
        return Optional.empty();
    }

    private Optional<String> scalar(Node value, Tag tag, String expected) {
        if (value instanceof ScalarNode scalar && scalar.getTag().equals(tag)) {
            return Optional.of(scalar.getValue());
        }
        findings.add(Finding.Code.WRONG_TYPE, value, expected + (tag.equals(Tag.STR) ? "; put it in quotes" : ""));
        return Optional.empty();
    }

    /** Foreign text in a message: short and printable. */
    static String quoted(String text) {
        var clean = text.codePoints()
                .limit(60)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        return "'" + clean + "'";
    }
}
