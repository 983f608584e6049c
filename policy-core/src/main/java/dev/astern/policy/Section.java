package dev.astern.policy;

import dev.astern.policy.Finding.Code;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** One mapping of the file, whose keys are known. Each answer is empty if the key is missing or wrong; wrong is found. */
final class Section {
    private static final int LIST_MAX = 500;

    private final Node node;
    private final String what;
    private final Findings findings;
    private final Map<String, Node> values;

    private Section(Node node, String what, Findings findings, Map<String, Node> values) {
        this.node = node;
        this.what = what;
        this.findings = findings;
        this.values = values;
    }

    /** @param what for messages, for example {@code a rule} */
    static Optional<Section> of(Node node, String what, Collection<String> keys, Findings findings) {
        if (!(node instanceof MappingNode map)) {
            findings.error(node, Code.WRONG_TYPE, what + " is a mapping of keys to values");
            return Optional.empty();
        }
        var values = new LinkedHashMap<String, Node>();
        for (var tuple : map.getValue()) {
            var keyNode = tuple.getKeyNode();
            var key = keyNode instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (!keys.contains(key)) {
                findings.error(keyNode, Code.UNKNOWN_KEY, what + " has no key " + shown(key) + Nearest.hint(key, keys));
            } else if (values.putIfAbsent(key, tuple.getValueNode()) != null) {
                findings.error(keyNode, Code.DUPLICATE_KEY, key + " is given twice");
            }
        }
        return Optional.of(new Section(node, what, findings, values));
    }

    Node node() {
        return node;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Optional<Node> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    Optional<Node> required(String key) {
        if (!has(key)) {
            findings.error(node, Code.MISSING_KEY, what + " needs the key " + key);
        }
        return get(key);
    }

    Optional<Section> section(String key, String name, Collection<String> keys) {
        return get(key).flatMap(n -> of(n, name, keys, findings));
    }

    Optional<String> text(String key) {
        return get(key).flatMap(n -> text(key, n));
    }

    private Optional<String> text(String key, Node value) {
        if (!(value instanceof ScalarNode scalar)) {
            findings.error(value, Code.WRONG_TYPE, key + " is one value, not a list or mapping");
            return Optional.empty();
        }
        if (scalar.getTag().equals(Tag.NULL) || scalar.getValue().isBlank()) {
            findings.error(value, Code.BAD_VALUE, key + " is empty");
            return Optional.empty();
        }
        return Optional.of(scalar.getValue());
    }

    /** A value in a form of its own; {@code expected} is for the message, for example {@code a number from 0 to 1}. */
    <T> Optional<T> value(String key, String expected, Function<String, Optional<T>> parse) {
        return get(key).flatMap(n -> value(key, n, expected, parse));
    }

    private <T> Optional<T> value(String key, Node node, String expected, Function<String, Optional<T>> parse) {
        return text(key, node).flatMap(text -> {
            var value = parse.apply(text);
            if (value.isEmpty()) {
                findings.error(node, Code.BAD_VALUE, key + " is " + expected + ", not " + shown(text));
            }
            return value;
        });
    }

    Optional<Boolean> truth(String key) {
        return value(key, "true or false", text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    <E extends Enum<E>> Optional<E> choice(String key, List<E> among) {
        var names = among.stream()
                .map(e -> e.name().toLowerCase(java.util.Locale.ROOT))
                .toList();
        return value(key, "one of " + String.join(", ", names), text -> {
            int at = names.indexOf(text);
            return at < 0 ? Optional.empty() : Optional.of(among.get(at));
        });
    }

    /** One value, or a list of them; never an empty list. */
    <T> List<T> values(String key, String expected, Function<String, Optional<T>> parse) {
        var value = get(key).orElse(null);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof SequenceNode list)) {
            return value(key, value, expected, parse).map(List::of).orElse(List.of());
        }
        if (list.getValue().isEmpty() || list.getValue().size() > LIST_MAX) {
            findings.error(value, Code.BAD_VALUE, key + " has from 1 to " + LIST_MAX + " items");
            return List.of();
        }
        var all = new ArrayList<T>();
        list.getValue().forEach(item -> value(key, item, expected, parse).ifPresent(all::add));
        return all;
    }

    static String shown(String text) {
        var clean = text.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .limit(60)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        return "\"" + clean + (text.codePointCount(0, text.length()) > 60 ? "…" : "") + "\"";
    }
}
