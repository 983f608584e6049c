package dev.astern.policy;

import dev.astern.policy.Finding.Code;
import java.io.StringReader;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Text to YAML nodes, within limits. Anchors and aliases are refused: what a reviewer reads in one place must not be
 * decided in another.
 */
final class YamlTree {
    static final int CHARACTERS_MAX = 1_000_000;
    private static final int DEPTH_MAX = 12;

    private YamlTree() {}

    static Optional<Node> compose(String text, Findings findings) {
        if (text.length() > CHARACTERS_MAX) {
            findings.error(1, 1, Code.TOO_LARGE, "a policy has at most " + CHARACTERS_MAX + " characters");
            return Optional.empty();
        }
        var options = new LoaderOptions();
        options.setNestingDepthLimit(DEPTH_MAX);
        options.setCodePointLimit(CHARACTERS_MAX);
        options.setMaxAliasesForCollections(1);
        try {
            var node = new Yaml(options).compose(new StringReader(text));
            if (node == null) {
                findings.error(1, 1, Code.NOT_YAML, "the file is empty");
                return Optional.empty();
            }
            return withoutAnchors(node, findings) ? Optional.of(node) : Optional.empty();
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            if (mark == null) {
                findings.error(1, 1, Code.NOT_YAML, oneLine(e.getProblem()));
            } else {
                findings.error(mark, Code.NOT_YAML, oneLine(e.getProblem()));
            }
        } catch (ReaderException e) {
            position(text, e, findings);
        } catch (YAMLException e) {
            findings.error(1, 1, Code.NOT_YAML, oneLine(e.getMessage()));
        }
        return Optional.empty();
    }

    /** Nodes with an anchor can make the tree a graph, even a circle; without any it is a tree. */
    private static boolean withoutAnchors(Node node, Findings findings) {
        if (node.getAnchor() != null) {
            findings.error(node, Code.ALIAS, "anchors and aliases are not allowed; write it out");
            return false;
        }
        return switch (node) {
            case MappingNode map ->
                map.getValue().stream()
                        .allMatch(t ->
                                withoutAnchors(t.getKeyNode(), findings) && withoutAnchors(t.getValueNode(), findings));
            case SequenceNode list -> list.getValue().stream().allMatch(n -> withoutAnchors(n, findings));
            default -> true;
        };
    }

    private static void position(String text, ReaderException e, Findings findings) {
        int line = 1;
        int column = 1;
        int end = Math.min(Math.max(0, e.getPosition()), text.codePointCount(0, text.length()));
        for (int c : text.codePoints().limit(end).toArray()) {
            column = c == '\n' ? 1 : column + 1;
            line += c == '\n' ? 1 : 0;
        }
        findings.error(
                line, column, Code.NOT_YAML, "character U+%04X is not allowed in YAML".formatted(e.getCodePoint()));
    }

    private static String oneLine(@org.jspecify.annotations.Nullable String message) {
        return message == null ? "this is not YAML" : message.strip().replaceAll("\\s*\n\\s*", " ");
    }
}
