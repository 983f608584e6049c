package dev.astern.library.read;

import dev.astern.library.entry.Entry;
import dev.astern.library.entry.Resource;
import dev.astern.library.model.Finding;
import dev.astern.library.model.Source;
import dev.astern.library.pattern.Patterns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads a file: one entry, a list of entries, or a mapping of {@code entries} with what they share.
 *
 * @param entries those that could be read
 */
public record FileReader(List<Entry> entries, List<Finding> findings) {
    private static final Set<String> HEAD = Set.of("entries", "options", "carried", "system", "resources");

    /** What the entries of a file share. */
    record Shared(String system, List<String> options, List<String> carried, Map<String, Resource> resources) {
        static final Shared NOTHING = new Shared("", List.of(), List.of(), Map.of());
    }

    /** The names of an entry's fields. */
    public static Set<String> fields() {
        return EntryReader.FIELDS;
    }

    public static FileReader read(Source source) {
        var findings = new Findings(source.name());
        var entries = new ArrayList<Entry>();
        YamlText.read(source, findings).ifPresent(node -> file(node, findings, entries));
        return new FileReader(List.copyOf(entries), findings.all());
    }

    private static void file(Node node, Findings findings, List<Entry> entries) {
        switch (node) {
            case SequenceNode list -> entries(list, Shared.NOTHING, findings, entries);
            case MappingNode mapping when isHead(mapping) -> head(new Fields(mapping, findings), findings, entries);
            case MappingNode mapping -> entry(mapping, Shared.NOTHING, findings, entries);
            default ->
                findings.add(Finding.Code.WRONG_TYPE, node, "a file is an entry, a list of them, or has entries");
        }
    }

    private static boolean isHead(MappingNode mapping) {
        return new Fields(mapping, new Findings("")).has("entries");
    }

    private static void head(Fields head, Findings findings, List<Entry> entries) {
        head.only(HEAD);
        for (var option : head.scalars("carried")) {
            if (!Patterns.option(option.getValue())) {
                findings.add(
                        Finding.Code.BAD_PATTERN,
                        option,
                        Fields.quoted(option.getValue()) + " is no option: --context=*");
            }
        }
        var shared = new Shared(
                head.text("system").orElse(""),
                head.texts("options"),
                head.texts("carried"),
                ResourceReader.all(head, findings));
        if (head.at("entries") instanceof SequenceNode list) {
            entries(list, shared, findings, entries);
        } else {
            findings.add(Finding.Code.WRONG_TYPE, head.at("entries"), "entries is a list");
        }
    }

    private static void entries(SequenceNode list, Shared shared, Findings findings, List<Entry> entries) {
        for (var node : list.getValue()) {
            findings.about("");
            if (node instanceof MappingNode mapping) {
                entry(mapping, shared, findings, entries);
            } else {
                findings.add(Finding.Code.WRONG_TYPE, node, "an entry is a mapping");
            }
        }
    }

    private static void entry(MappingNode node, Shared shared, Findings findings, List<Entry> entries) {
        new EntryReader(new Fields(node, findings), shared, findings).read().ifPresent(entries::add);
    }
}
