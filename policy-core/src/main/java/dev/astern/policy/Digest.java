package dev.astern.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Names a policy by its content: keys in order, every text with its length, so that no two contents read the same. */
final class Digest {
    private Digest() {}

    static String of(Node node) {
        var canonical = new StringBuilder();
        write(node, canonical);
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(canonical.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256: bug", e);
        }
    }

    private static void write(Node node, StringBuilder to) {
        switch (node) {
            case MappingNode map -> {
                var sorted = new TreeMap<String, Node>();
                map.getValue().forEach(t -> sorted.put(((ScalarNode) t.getKeyNode()).getValue(), t.getValueNode()));
                to.append("m").append(sorted.size()).append('{');
                sorted.forEach((key, value) -> {
                    text(key, to);
                    write(value, to);
                });
                to.append('}');
            }
            case SequenceNode list -> {
                to.append("l").append(list.getValue().size()).append('[');
                list.getValue().forEach(item -> write(item, to));
                to.append(']');
            }
            case ScalarNode scalar -> text(scalar.getValue().strip(), to);
            default -> throw new IllegalStateException("a node of kind " + node.getNodeId() + ": bug");
        }
    }

    private static void text(String text, StringBuilder to) {
        to.append('t').append(text.length()).append(':').append(text);
    }
}
