package dev.astern.library.read;

import dev.astern.library.model.Finding.Code;
import dev.astern.library.model.Kind;
import dev.astern.library.pattern.Parsed;
import dev.astern.library.pattern.Pattern;
import dev.astern.library.pattern.Patterns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads what an entry is about. */
final class ShapeReader {
    private final Fields fields;
    private final FileReader.Shared shared;
    private final Kind kind;
    private final Findings findings;

    ShapeReader(Fields fields, FileReader.Shared shared, Kind kind, Findings findings) {
        this.fields = fields;
        this.shared = shared;
        this.kind = kind;
        this.findings = findings;
    }

    String system() {
        return fields.text("system").orElse(shared.system());
    }

    List<Pattern> patterns() {
        if (!fields.has("command_pattern")) {
            findings.add(Code.MISSING_FIELD, fields.node(), "'command_pattern' is missing");
        }
        var carried = all("carried", shared.carried());
        var options = Stream.concat(
                        all("options", shared.options()).stream(), Conventions.options(program(), kind, carried))
                .toList();
        var patterns = new ArrayList<Pattern>();
        var system = system();
        for (var text : fields.scalars("command_pattern")) {
            switch (Patterns.read(kind, text.getValue(), system, options, carried)) {
                case Parsed.Ok ok -> patterns.add(ok.pattern());
                case Parsed.Bad bad -> findings.add(code(bad.flaw()), text, bad.detail());
            }
        }
        if (fields.at("command_pattern") instanceof org.yaml.snakeyaml.nodes.SequenceNode list
                && list.getValue().isEmpty()) {
            findings.add(Code.BAD_PATTERN, list, "at least one pattern");
        }
        return patterns;
    }

    private String program() {
        return fields.texts("command_pattern").stream()
                .findFirst()
                .map(text -> text.strip().split("\\s+")[0])
                .orElse("");
    }

    private List<String> all(String name, List<String> more) {
        var own = fields.scalars(name);
        if (kind == Kind.COMMAND) {
            for (var option : own) {
                if (!Patterns.option(option.getValue())) {
                    findings.add(
                            Code.BAD_PATTERN,
                            option,
                            Fields.quoted(option.getValue()) + " is no option: --wait, --timeout=*");
                }
            }
        }
        return Stream.concat(own.stream().map(s -> s.getValue()), more.stream()).toList();
    }

    private static Code code(Parsed.Flaw flaw) {
        return switch (flaw) {
            case SYNTAX -> Code.BAD_PATTERN;
            case AMBIGUOUS -> Code.AMBIGUOUS_PATTERN;
            case TOO_BROAD -> Code.TOO_BROAD;
        };
    }
}
