package dev.astern.library.read;

import dev.astern.library.entry.Resource;
import dev.astern.library.fill.Template;
import dev.astern.library.model.Finding.Code;
import dev.astern.library.model.JsonPath;
import dev.astern.library.model.Kind;
import dev.astern.library.model.Placeholder;
import dev.astern.library.model.Placeholder.From;
import dev.astern.library.model.RecoveryStep.ByConnector.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads the resources that a file's entries of MCP tools touch. */
final class ResourceReader {
    static final Set<String> FIELDS =
            Set.of("key", "look", "make", "change", "remove", "aside", "move", "by_field", "placeholders");
    static final Set<String> LOOK = Set.of("call", "image", "also", "lines", "only", "unordered", "absent", "next");
    private static final String UNIQUE = "unique";
    private final Fields fields;
    private final Findings findings;
    private final Map<String, Placeholder> placeholders;
    private final Set<String> used = new LinkedHashSet<>();

    private ResourceReader(Fields fields, Findings findings) {
        this.fields = fields;
        this.findings = findings;
        this.placeholders = new PlaceholderReader(fields, findings).declared();
    }

    static Map<String, Resource> all(Fields head, Findings findings) {
        var resources = new LinkedHashMap<String, Resource>();
        head.mapping("resources").ifPresent(all -> {
            for (var name : all.names()) {
                all.mapping(name)
                        .flatMap(one -> new ResourceReader(one, findings).read(name))
                        .ifPresent(resource -> resources.put(name, resource));
            }
        });
        return resources;
    }

    private Optional<Resource> read(String name) {
        int before = findings.errors();
        fields.only(FIELDS);
        if (!name.matches("[a-z][a-z0-9_]{0,49}")) {
            findings.add(Code.WRONG_TYPE, fields.node(), Fields.quoted(name) + " is no resource's name");
        }
        var key = fields.texts("key");
        if (key.isEmpty()) {
            findings.add(Code.MISSING_FIELD, fields.node(), "'key' is missing: the placeholders that name one");
        }
        var looks = looks();
        var ways = new Resource.Ways(
                steps("make"), steps("change"), steps("remove"), steps("aside"), template(fields, "move"));
        check(key, looks, ways);
        return findings.errors() > before
                ? Optional.empty()
                : Optional.of(new Resource(
                        name, key, looks, ways, fields.flag("by_field").orElse(false), placeholders));
    }

    private List<Resource.Look> looks() {
        var looks = new ArrayList<Resource.Look>();
        for (var node : mappings("look")) {
            var look = new Fields(node, findings);
            look.only(LOOK);
            look.required("call");
            var call = template(look, "call");
            var image = look.text("image").flatMap(text -> path(look.at("image"), text));
            call.ifPresent(template -> looks.add(new Resource.Look(
                    template,
                    image,
                    also(look),
                    look.flag("lines").orElse(false),
                    Set.copyOf(look.texts("only")),
                    Set.copyOf(look.texts("unordered")),
                    look.texts("absent"),
                    look.texts("next"))));
        }
        if (looks.isEmpty()) {
            findings.add(Code.MISSING_FIELD, fields.at("look"), "'look' is missing: the calls that look at it");
        }
        return looks;
    }

    private Map<String, JsonPath> also(Fields look) {
        var also = new LinkedHashMap<String, JsonPath>();
        look.mapping("also")
                .ifPresent(all -> all.names()
                        .forEach(name -> all.text(name)
                                .flatMap(text -> path(all.at(name), text))
                                .ifPresent(path -> also.put(name, path))));
        return also;
    }

    private List<MappingNode> mappings(String name) {
        var found = new ArrayList<MappingNode>();
        var value = fields.at(name);
        for (var node : value instanceof SequenceNode list ? list.getValue() : List.<Node>of(value)) {
            if (node instanceof MappingNode mapping && fields.has(name)) {
                found.add(mapping);
            } else if (fields.has(name)) {
                findings.add(Code.WRONG_TYPE, node, name + " is a mapping with call, or a list of such");
            }
        }
        return found;
    }

    private List<Resource.Step> steps(String name) {
        var steps = new ArrayList<Resource.Step>();
        for (var node : mappings(name)) {
            var step = new Fields(node, findings);
            step.only(Set.of("call", "when"));
            step.required("call");
            var when = step.text("when").orElse("");
            if (!when.isEmpty() && !placeholders.containsKey(when)) {
                findings.add(Code.NO_SOURCE, step.at("when"), "{" + when + "} is no placeholder of this resource");
            }
            used.add(when);
            template(step, "call").ifPresent(template -> steps.add(new Resource.Step(template, when)));
        }
        return steps;
    }

    private Optional<Template> template(Fields from, String name) {
        return new TemplateReader(from, Kind.MCP, findings).template(name, Work.CAPTURE);
    }

    private Optional<JsonPath> path(Node at, String text) {
        var path = JsonPath.of(text);
        if (path.isEmpty()) {
            findings.add(Code.WRONG_TYPE, at, Fields.quoted(text) + " is no path to one value: $.items[0]['name']");
        }
        return path;
    }

    /** Whatever a call needs is the key's, or has a source. */
    private void check(List<String> key, List<Resource.Look> looks, Resource.Ways ways) {
        looks.forEach(look -> known(look.call(), Set.copyOf(key), "look"));
        var captures = new LinkedHashSet<>(key);
        ways.move().ifPresent(template -> {
            var places = new LinkedHashSet<>(key);
            key.forEach(name -> places.add("to_" + name));
            known(template, places, "move");
        });
        captures.add(UNIQUE);
        placeholders.forEach((name, placeholder) -> {
            if (placeholder.from() != From.PATTERN) {
                captures.add(name);
            }
        });
        Map.of("make", ways.make(), "change", ways.change(), "remove", ways.remove(), "aside", ways.aside())
                .forEach((name, steps) -> steps.forEach(step -> known(step.call(), captures, name)));
        placeholders.keySet().stream()
                .filter(name -> !used.contains(name) && !key.contains(name))
                .forEach(name -> findings.add(
                        Code.UNUSED_PLACEHOLDER, fields.at("placeholders"), "{" + name + "} is used nowhere"));
        key.stream()
                .filter(name -> !placeholders.containsKey(name))
                .forEach(name -> findings.add(Code.UNTYPED, fields.at("key"), "{" + name + "} has no type"));
    }

    private void known(Template template, Set<String> names, String where) {
        used.addAll(template.holes());
        template.holes().stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> findings.add(
                        Code.NEVER_FILLED, fields.at(where), "{" + name + "} is neither of the key nor has a source"));
    }
}
