package dev.astern.library.read;

import dev.astern.library.entry.Resource;
import dev.astern.library.entry.Touch;
import dev.astern.library.entry.Touch.Does;
import dev.astern.library.model.Finding.Code;
import dev.astern.library.model.JsonPath;
import dev.astern.library.model.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads what an entry's call does to which resources. */
final class TouchReader {
    static final Set<String> FIELDS = Set.of("resource", "does", "each", "key", "made", "sets", "with");
    private final Fields entry;
    private final Map<String, Resource> resources;
    private final Findings findings;

    TouchReader(Fields entry, Map<String, Resource> resources, Findings findings) {
        this.entry = entry;
        this.resources = resources;
        this.findings = findings;
    }

    List<Touch> read(Kind kind) {
        if (!entry.has("touches")) {
            return List.of();
        }
        var value = entry.at("touches");
        if (kind != Kind.MCP) {
            findings.add(Code.CONTRADICTION, value, "touches is of entries of kind mcp");
        }
        var touches = new ArrayList<Touch>();
        for (var node : value instanceof SequenceNode list ? list.getValue() : List.<Node>of(value)) {
            if (node instanceof MappingNode mapping) {
                touch(new Fields(mapping, findings)).ifPresent(touches::add);
            } else {
                findings.add(Code.WRONG_TYPE, node, "touches is a list of mappings");
            }
        }
        moves(touches, value);
        return touches;
    }

    private Optional<Touch> touch(Fields one) {
        one.only(FIELDS);
        var name = one.required("resource");
        one.required("does");
        var does = one.word("does", Does.class);
        var resource = resources.get(name);
        if (resource == null) {
            findings.add(Code.NO_SOURCE, one.at("resource"), Fields.quoted(name) + " is no resource of this file");
        }
        var each = one.text("each").flatMap(text -> path(one.at("each"), text));
        var key = paths(one, "key");
        var made = paths(one, "made");
        if (resource == null || does.isEmpty()) {
            return Optional.empty();
        }
        var names = new java.util.TreeSet<>(resource.key());
        if (!names.equals(new java.util.TreeSet<>((made.isEmpty() ? key : made).keySet()))) {
            findings.add(Code.WRONG_TYPE, one.node(), "key or made has exactly " + String.join(", ", names));
        }
        if (!made.isEmpty() && (!key.isEmpty() || each.isPresent() || does.get() != Does.INSERT)) {
            findings.add(Code.CONTRADICTION, one.at("made"), "made is for one insert that the server names");
        }
        return Optional.of(
                new Touch(resource, does.get(), each, key, made, paths(one, "sets"), Set.copyOf(one.texts("with"))));
    }

    /** A move has one end and another, of a resource that can be moved. */
    private void moves(List<Touch> touches, Node at) {
        var ends = touches.stream()
                .filter(touch -> touch.does() == Does.MOVE_FROM || touch.does() == Does.MOVE_TO)
                .toList();
        boolean none = ends.isEmpty();
        boolean pair = touches.size() == 2
                && ends.size() == 2
                && ends.getFirst().does() != ends.getLast().does()
                && ends.getFirst().resource().equals(ends.getLast().resource())
                && ends.getFirst().resource().ways().move().isPresent();
        if (!none && !pair) {
            findings.add(
                    Code.CONTRADICTION, at, "a move is move_from and move_to of one resource that has a way to move");
        }
    }

    private Map<String, JsonPath> paths(Fields one, String name) {
        var paths = new LinkedHashMap<String, JsonPath>();
        one.mapping(name)
                .ifPresent(all -> all.names()
                        .forEach(member -> all.text(member)
                                .flatMap(text -> path(all.at(member), text))
                                .ifPresent(path -> paths.put(member, path))));
        return paths;
    }

    private Optional<JsonPath> path(Node at, String text) {
        var path = JsonPath.of(text);
        if (path.isEmpty()) {
            findings.add(Code.WRONG_TYPE, at, Fields.quoted(text) + " is no path to one value: $.items[0]['name']");
        }
        return path;
    }
}
