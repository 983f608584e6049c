package dev.astern.library.read;

import dev.astern.library.model.CharacterClass;
import dev.astern.library.model.Finding.Code;
import dev.astern.library.model.JsonPath;
import dev.astern.library.model.Placeholder;
import dev.astern.library.model.Placeholder.From;
import dev.astern.library.model.ValueType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Reads what is declared of placeholders. */
final class PlaceholderReader {
    private final Fields fields;
    private final Findings findings;

    PlaceholderReader(Fields fields, Findings findings) {
        this.fields = fields;
        this.findings = findings;
    }

    Map<String, Placeholder> declared() {
        var placeholders = new LinkedHashMap<String, Placeholder>();
        fields.mapping("placeholders")
                .ifPresent(all -> all.names().forEach(name -> {
                    if (!name.matches("[a-z][a-z0-9_]{0,49}")) {
                        findings.add(Code.WRONG_TYPE, all.at(name), Fields.quoted(name) + " is no placeholder's name");
                        return;
                    }
                    all.mapping(name).ifPresent(one -> placeholders.put(name, declared(name, one)));
                }));
        return placeholders;
    }

    private Placeholder declared(String name, Fields one) {
        one.only(Set.of("from", "path", "word", "type", "allowed", "counts"));
        var from = one.word("from", From.class).orElse(From.PATTERN);
        var path = one.text("path").flatMap(text -> {
            var read = JsonPath.of(text);
            if (read.isEmpty() || from == From.PATTERN) {
                findings.add(
                        Code.NO_SOURCE,
                        one.at("path"),
                        from == From.PATTERN
                                ? "a capture has no path"
                                : Fields.quoted(text)
                                        + " is no path to one value: $.spec.replicas, $.items[0]['name']");
            }
            return read;
        });
        var allowed = one.text("allowed").flatMap(text -> {
            var read = CharacterClass.of(text);
            if (read.isEmpty()) {
                findings.add(Code.WRONG_TYPE, one.at("allowed"), "characters and ranges: a-z0-9-");
            }
            return read;
        });
        if (!one.has("type")) {
            findings.add(Code.UNTYPED, one.node(), "{" + name + "} has no type");
        }
        int word = one.number("word", 99).orElse(0);
        if (word > 0 && (from == From.PATTERN || path.isPresent())) {
            findings.add(Code.NO_SOURCE, one.at("word"), "a word is taken from an output of text, without a path");
        }
        boolean counts = one.flag("counts").orElse(false);
        if (counts && from != From.PRE_CAPTURE) {
            findings.add(Code.NO_SOURCE, one.at("counts"), "only what is captured before can show a change");
        }
        return new Placeholder(
                name, from, path, word, one.word("type", ValueType.class).orElse(ValueType.TEXT), allowed, counts);
    }
}
