package dev.astern.library.read;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.library.entry.Entry;
import dev.astern.library.entry.Outcome;
import dev.astern.library.entry.RecoveryTime;
import dev.astern.library.entry.RollbackCheck;
import dev.astern.library.entry.RollbackSafe;
import dev.astern.library.fill.Template;
import dev.astern.library.model.Finding;
import dev.astern.library.model.Finding.Code;
import dev.astern.library.model.Kind;
import dev.astern.library.model.RecoveryStep.ByConnector.Work;
import dev.astern.library.model.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads one entry. */
final class EntryReader {
    static final Set<String> FIELDS = Set.of(
            "command_pattern",
            "reversibility",
            "compensating_action",
            "rollback_safe",
            "pre_capture",
            "notes",
            "id",
            "title",
            "kind",
            "system",
            "tier",
            "verbs",
            "needs_reconciliation",
            "idempotent",
            "outcome",
            "rollback_check",
            "placeholders",
            "verify",
            "timeout",
            "authority",
            "evidence",
            "time_to_recover",
            "prefer",
            "options",
            "carried",
            "touches",
            "writes");

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String AUTHORITY = "undo.execute";
    private static final List<String> EVIDENCE = List.of("before-state", "receipt");

    private final Fields fields;
    private final FileReader.Shared shared;
    private final Findings findings;

    EntryReader(Fields fields, FileReader.Shared shared, Findings findings) {
        this.fields = fields;
        this.shared = shared;
        this.findings = findings;
    }

    /** Empty when something is wrong with it; what, is found. */
    Optional<Entry> read() {
        var id = id();
        findings.about(id);
        int before = findings.errors();
        fields.only(FIELDS);
        var kind = fields.word("kind", Kind.class).orElse(Kind.COMMAND);
        fields.required("reversibility");
        var reversibility = fields.word("reversibility", Reversibility.class).orElse(Reversibility.IRREVERSIBLE);
        var parts = new TemplateReader(fields, kind, findings);
        var preCapture = parts.template("pre_capture", Work.CAPTURE).orElseGet(Template.Nothing::new);
        fields.required("compensating_action");
        var compensation = parts.template("compensating_action", Work.RESTORE).orElseGet(Template.Nothing::new);
        var verify = parts.verification();
        var safe = rollbackSafe();
        var tier = fields.word("tier", Tier.class).orElseGet(() -> usual(reversibility));
        var shapes = new ShapeReader(fields, shared, kind, findings);
        var patterns = shapes.patterns();
        var touches = new TouchReader(fields, shared.resources(), findings).read(kind);
        var writes = new WritesReader(fields, findings, patterns).read(kind);
        if (findings.errors() > before) {
            return Optional.empty();
        }
        var binding = new Binding(fields, findings, patterns, preCapture, compensation, verify, safe).bind();
        var entry = new Entry(
                id,
                fields.text("title").orElse(""),
                new Entry.Shape(kind, shapes.system(), binding.patterns()),
                new Entry.Classed(
                        tier,
                        reversibility,
                        fields.words("verbs", Verb.class),
                        fields.flag("needs_reconciliation").orElse(false),
                        fields.flag("idempotent").orElse(false)),
                new Entry.Recovery(
                        preCapture,
                        compensation,
                        fields.word("outcome", Outcome.class).orElseGet(() -> Outcome.usual(reversibility)),
                        safe,
                        verify,
                        duration("timeout", RecoveryTime::duration, TIMEOUT),
                        binding.placeholders(),
                        touches,
                        writes),
                answers(reversibility),
                fields.text("notes").orElse(""),
                fields.text("prefer").orElse(""),
                place());
        new EntryChecks(
                        entry,
                        fields,
                        findings,
                        fields.has("carried") || !shared.carried().isEmpty())
                .run();
        return findings.errors() > before ? Optional.empty() : Optional.of(entry);
    }

    private String id() {
        var given = fields.has("id") ? fields.text("id").orElse("") : derived();
        if (!given.matches("[a-z0-9][a-z0-9-]{0,79}")) {
            findings.add(
                    fields.has("id") || fields.has("command_pattern") ? Code.WRONG_TYPE : Code.MISSING_FIELD,
                    fields.at("id"),
                    "an id is lower-case letters, digits and dashes, up to 80");
        }
        return given.matches("[a-z0-9-]{1,80}") ? given : "";
    }

    /** An entry without an id is called after its pattern. */
    private String derived() {
        var slug = firstPattern()
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\{[^}]*}", " ")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return slug.length() <= 80 ? slug : slug.substring(0, 80).replaceAll("-$", "");
    }

    private String firstPattern() {
        var patterns = new Fields((org.yaml.snakeyaml.nodes.MappingNode) fields.node(), new Findings(""))
                .texts("command_pattern");
        return patterns.isEmpty() ? "" : patterns.getFirst();
    }

    /** What is not said is taken for the more severe. */
    private static Tier usual(Reversibility reversibility) {
        return switch (reversibility) {
            case TRIVIALLY_REVERSIBLE, REVERSIBLE_WITH_STATE -> Tier.WRITE;
            case REVERSIBLE_WITH_BACKUP, PARTIALLY_REVERSIBLE, IRREVERSIBLE -> Tier.DESTRUCTIVE;
        };
    }

    private RollbackSafe rollbackSafe() {
        var words = fields.required("rollback_safe");
        if (fields.has("rollback_safe") && words.isBlank()) {
            findings.add(Code.WRONG_TYPE, fields.at("rollback_safe"), "always, never, or the condition in words");
        }
        var check = fields.text("rollback_check").flatMap(text -> {
            var read = RollbackCheck.of(text);
            if (read.isEmpty()) {
                findings.add(
                        Code.BAD_CHECK,
                        fields.at("rollback_check"),
                        "terms joined by and: unchanged, exists, captured, within 24h, {name} > 0, {name} = 'text'");
            }
            return read;
        });
        return RollbackSafe.of(words, check);
    }

    private Entry.Answers answers(Reversibility reversibility) {
        var missing = new ArrayList<String>();
        for (var name : List.of("authority", "evidence", "time_to_recover")) {
            if (!fields.has(name)) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            findings.add(Code.UNANSWERED, fields.node(), "without " + String.join(", ", missing));
        }
        var evidence = fields.texts("evidence");
        if (fields.has("evidence") && evidence.isEmpty()) {
            findings.add(Code.WRONG_TYPE, fields.at("evidence"), "what is preserved: at least one");
        }
        return new Entry.Answers(
                fields.text("authority").orElse(AUTHORITY),
                evidence.isEmpty() ? EVIDENCE : evidence,
                duration("time_to_recover", RecoveryTime::of, RecoveryTime.usual(reversibility)));
    }

    private <T> T duration(String name, Function<String, Optional<T>> read, T otherwise) {
        var text = fields.text(name);
        var value = text.flatMap(read);
        if (text.isPresent() && value.isEmpty()) {
            findings.add(Finding.Code.WRONG_TYPE, fields.at(name), name + " is a time such as 30s, 5m, 2h");
        }
        return value.orElse(otherwise);
    }

    private Entry.Place place() {
        var mark = fields.node().getStartMark();
        return new Entry.Place(findings.source(), mark.getLine() + 1, mark.getColumn() + 1);
    }
}
