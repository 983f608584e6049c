package dev.astern.library.read;

import dev.astern.library.entry.Verification;
import dev.astern.library.fill.Template;
import dev.astern.library.fill.TextTemplate;
import dev.astern.library.model.Finding.Code;
import dev.astern.library.model.JsonPath;
import dev.astern.library.model.Kind;
import dev.astern.library.model.RecoveryStep.ByConnector.Work;
import java.util.Optional;
import java.util.Set;

/** Reads what an entry runs. */
final class TemplateReader {
    private final Fields fields;
    private final Kind kind;
    private final Findings findings;

    TemplateReader(Fields fields, Kind kind, Findings findings) {
        this.fields = fields;
        this.kind = kind;
        this.findings = findings;
    }

    Optional<Template> template(String name, Work word) {
        return template(fields, name, word);
    }

    private Optional<Template> template(Fields from, String name, Work word) {
        return from.text(name).flatMap(text -> switch (Template.read(kind, text, word)) {
            case Template.Read.Ok ok -> Optional.of(ok.template());
            case Template.Read.Bad bad -> {
                findings.add(code(bad.flaw()), from.at(name), name + ": " + bad.detail());
                yield Optional.empty();
            }
        });
    }

    private static Code code(Template.Flaw flaw) {
        return switch (flaw) {
            case SYNTAX -> Code.BAD_TEMPLATE;
            case SHELL -> Code.NEEDS_SHELL;
            case INTERPRETER -> Code.INTERPRETER;
        };
    }

    Optional<Verification> verification() {
        return fields.mapping("verify").flatMap(verify -> {
            verify.only(Set.of("run", "status", "path", "equals"));
            verify.required("run");
            var path = verify.text("path").flatMap(text -> path(verify, text));
            int status = verify.number("status", 599).orElse(kind == Kind.HTTP ? 200 : 0);
            var equals = verify.text("equals").map(TextTemplate::of);
            if (path.isPresent() && equals.isEmpty()) {
                findings.add(Code.MISSING_FIELD, verify.node(), "'equals' is missing: what stands at the path then");
            }
            return template(verify, "run", Work.CAPTURE).map(run -> new Verification(run, status, path, equals));
        });
    }

    private Optional<JsonPath> path(Fields from, String text) {
        var path = JsonPath.of(text);
        if (path.isEmpty()) {
            findings.add(
                    Code.WRONG_TYPE,
                    from.at("path"),
                    Fields.quoted(text) + " is no path to one value: $.spec.replicas, $.items[0]['name']");
        }
        return path;
    }
}
