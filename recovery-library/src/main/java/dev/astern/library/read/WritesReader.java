package dev.astern.library.read;

import dev.astern.library.entry.Written;
import dev.astern.library.model.Finding.Code;
import dev.astern.library.model.Kind;
import dev.astern.library.pattern.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads which places in files an entry's command writes. */
final class WritesReader {
    private static final Set<String> FIELDS = Set.of("place", "follows", "beneath", "into");

    private final Fields entry;
    private final Findings findings;
    private final List<Pattern> patterns;

    WritesReader(Fields entry, Findings findings, List<Pattern> patterns) {
        this.entry = entry;
        this.findings = findings;
        this.patterns = patterns;
    }

    List<Written> read(Kind kind) {
        if (!entry.has("writes")) {
            return List.of();
        }
        var value = entry.at("writes");
        if (kind != Kind.COMMAND) {
            findings.add(Code.CONTRADICTION, value, "writes is of entries of kind command");
        }
        var all = new ArrayList<Written>();
        for (var node : value instanceof SequenceNode list ? list.getValue() : List.<Node>of(value)) {
            written(node).ifPresent(all::add);
        }
        if (all.isEmpty()) {
            findings.add(Code.WRONG_TYPE, value, "writes has at least one place");
        }
        if (patterns.stream().anyMatch(Pattern::rest) && all.stream().noneMatch(Written::isRest)) {
            findings.add(
                    Code.CONTRADICTION, value, "any further words may follow, and writes does not say what they are");
        }
        return all;
    }

    private Optional<Written> written(Node node) {
        return switch (node) {
            case ScalarNode word ->
                placeholder(word, word.getValue()).map(name -> new Written(name, true, true, Optional.empty()));
            case MappingNode mapping -> written(new Fields(mapping, findings));
            default -> {
                findings.add(Code.WRONG_TYPE, node, "writes is a list of places");
                yield Optional.empty();
            }
        };
    }

    private Optional<Written> written(Fields one) {
        one.only(FIELDS);
        var name = placeholder(one.at("place"), one.required("place"));
        var into = one.text("into").flatMap(text -> placeholder(one.at("into"), text));
        if (into.filter(Written.REST::equals).isPresent()) {
            findings.add(Code.WRONG_TYPE, one.at("into"), "into is one placeholder");
        }
        boolean follows = one.flag("follows").orElse(true);
        boolean beneath = one.flag("beneath").orElse(true);
        return name.map(found -> new Written(found, follows, beneath, into));
    }

    private Optional<String> placeholder(Node at, String text) {
        if (text.equals(Written.REST)) {
            if (patterns.stream().allMatch(Pattern::rest)) {
                return Optional.of(text);
            }
            findings.add(Code.NO_SOURCE, at, "... are further words, and a pattern has none");
            return Optional.empty();
        }
        var name = text.matches("\\{[a-z][a-z0-9_]*}") ? text.substring(1, text.length() - 1) : "";
        if (!name.isEmpty()
                && patterns.stream().allMatch(pattern -> pattern.captures().contains(name))) {
            return Optional.of(name);
        }
        findings.add(
                name.isEmpty() ? Code.WRONG_TYPE : Code.NO_SOURCE,
                at,
                name.isEmpty()
                        ? Fields.quoted(text) + " is no place: one placeholder such as {path}, or ..."
                        : text + " is not captured by every pattern");
        return Optional.empty();
    }
}
