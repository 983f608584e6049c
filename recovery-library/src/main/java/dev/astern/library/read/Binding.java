package dev.astern.library.read;

import dev.astern.library.entry.RollbackSafe;
import dev.astern.library.entry.Verification;
import dev.astern.library.fill.Template;
import dev.astern.library.fill.TextTemplate;
import dev.astern.library.model.Finding.Code;
import dev.astern.library.model.Placeholder;
import dev.astern.library.model.Placeholder.From;
import dev.astern.library.model.ValueType;
import dev.astern.library.pattern.Pattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Says for every placeholder where its value comes from: what the entry declares, a capture of that name, an option's
 * wildcard of that name, a convention of the program, and at last the unnamed wildcards, in order.
 */
final class Binding {
    /** What came of it. */
    record Bound(List<Pattern> patterns, Map<String, Placeholder> placeholders) {}

    private final Fields fields;
    private final Findings findings;
    private final List<Pattern> patterns;
    private final Template preCapture;
    private final Template compensation;
    private final Optional<Verification> verify;
    private final RollbackSafe safe;

    Binding(
            Fields fields,
            Findings findings,
            List<Pattern> patterns,
            Template preCapture,
            Template compensation,
            Optional<Verification> verify,
            RollbackSafe safe) {
        this.fields = fields;
        this.findings = findings;
        this.patterns = patterns;
        this.preCapture = preCapture;
        this.compensation = compensation;
        this.verify = verify;
        this.safe = safe;
    }

    Bound bind() {
        var used = used();
        var placeholders = new LinkedHashMap<>(new PlaceholderReader(fields, findings).declared());
        var program =
                patterns.isEmpty() ? "" : patterns.getFirst().text().strip().split("\\s+")[0];
        for (var name : used) {
            if (!placeholders.containsKey(name)) {
                Conventions.placeholder(program, name).ifPresent(p -> placeholders.put(name, p));
            }
        }
        var bound = new ArrayList<Pattern>();
        patterns.forEach(pattern -> bound.add(named(pattern, used, placeholders)));
        used.forEach(name -> check(name, bound, placeholders));
        placeholders.keySet().stream()
                .filter(name -> !used.contains(name) && !captured(name, bound, placeholders))
                .forEach(name -> findings.add(
                        Code.UNUSED_PLACEHOLDER, fields.at("placeholders"), "{" + name + "} is used nowhere"));
        return new Bound(bound, placeholders);
    }

    /** A declared capture that is used nowhere still narrows what matches. */
    private static boolean captured(String name, List<Pattern> bound, Map<String, Placeholder> placeholders) {
        return placeholders.getOrDefault(name, Placeholder.capture(name)).from() == From.PATTERN
                && bound.stream().anyMatch(pattern -> pattern.captures().contains(name));
    }

    private Set<String> used() {
        var names = new LinkedHashSet<String>();
        names.addAll(compensation.holes());
        names.addAll(preCapture.holes());
        verify.ifPresent(v -> {
            names.addAll(v.run().holes());
            names.addAll(v.equals().map(TextTemplate::holes).orElse(Set.of()));
        });
        names.addAll(safe.placeholders());
        return names;
    }

    private Pattern named(Pattern pattern, Set<String> used, Map<String, Placeholder> placeholders) {
        var names = new HashMap<String, String>();
        var open = Stream.concat(used.stream(), placeholders.keySet().stream())
                .distinct()
                .filter(name -> !pattern.captures().contains(name))
                .filter(name -> placeholders
                                .getOrDefault(name, Placeholder.capture(name))
                                .from()
                        == From.PATTERN)
                .toList();
        var left = new ArrayList<>(open);
        for (var glob : pattern.globs()) {
            var key = glob.substring(1);
            if (left.remove(key)) {
                names.put(glob, key);
            }
        }
        var inOrder = pattern.globs().stream()
                .filter(glob -> Character.isDigit(glob.charAt(1)))
                .iterator();
        for (var name : left) {
            if (inOrder.hasNext()) {
                names.put(inOrder.next(), name);
            }
        }
        return pattern.named(names);
    }

    private void check(String name, List<Pattern> bound, Map<String, Placeholder> placeholders) {
        var placeholder = placeholders.get(name);
        if (placeholder == null || placeholder.from() == From.PATTERN) {
            for (var pattern : bound) {
                if (!pattern.captures().contains(name)) {
                    findings.add(
                            placeholder == null ? Code.NEVER_FILLED : Code.NO_SOURCE,
                            where(name),
                            "{" + name + "} is not captured by " + Fields.quoted(pattern.text()));
                }
            }
            if (placeholder == null) {
                untyped(name);
            }
        } else if (placeholder.from() == From.PRE_CAPTURE && preCapture instanceof Template.Nothing) {
            findings.add(Code.NO_SOURCE, where(name), "{" + name + "} needs a pre_capture, and there is none");
        } else if (placeholder.from() == From.PRE_CAPTURE && preCapture instanceof Template.Own) {
            findings.add(
                    Code.NO_SOURCE, where(name), "{" + name + "} can't be read from a capture of the connector's own");
        }
        if (placeholder != null && placeholder.from() == From.DIFFERENCE) {
            findings.add(Code.NO_SOURCE, where(name), "{" + name + "}: only a resource's calls have a difference");
        }
        if (preCapture.holes().contains(name) && placeholder != null && placeholder.from() != From.PATTERN) {
            findings.add(
                    Code.NO_SOURCE, fields.at("pre_capture"), "{" + name + "} is not known yet when pre_capture runs");
        }
        if (placeholder != null
                && placeholder.type() == ValueType.JSON
                && textHoles().anyMatch(name::equals)) {
            findings.add(Code.WRONG_TYPE, where(name), "{" + name + "} is JSON and stands where only text can");
        }
    }

    private void untyped(String name) {
        findings.add(Code.UNTYPED, where(name), "{" + name + "} has no type");
    }

    private Stream<String> textHoles() {
        return Stream.concat(
                Stream.concat(compensation.textHoles().stream(), preCapture.textHoles().stream()),
                verify.stream()
                        .flatMap(v -> Stream.concat(
                                v.run().textHoles().stream(),
                                v.equals().stream().flatMap(e -> e.holes().stream()))));
    }

    /** The line that uses it. */
    private org.yaml.snakeyaml.nodes.Node where(String name) {
        if (compensation.holes().contains(name)) {
            return fields.at("compensating_action");
        }
        return preCapture.holes().contains(name)
                ? fields.at("pre_capture")
                : fields.at(verify.isPresent() ? "verify" : "rollback_check");
    }
}
