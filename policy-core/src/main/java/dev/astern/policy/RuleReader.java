package dev.astern.policy;

import dev.astern.policy.Conditions.Compiled;
import dev.astern.policy.Finding.Code;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** One rule of a policy file. */
final class RuleReader {
    private static final List<String> KEYS =
            List.of("id", "description", "match", "when", "require", "decide", "approval", "reason", "owner");
    private static final List<String> FIELDS =
            Arrays.stream(MatchField.values()).map(MatchField::key).toList();
    private static final int PATTERN_MAX = 200;
    private static final int REASON_MAX = 1_000;

    private final Findings findings;

    RuleReader(Findings findings) {
        this.findings = findings;
    }

    Optional<Rule> rule(Node node) {
        return Section.of(node, "a rule", KEYS, findings).flatMap(this::rule);
    }

    private Optional<Rule> rule(Section section) {
        section.required("id");
        var id = section.value("id", "lower-case letters, digits, dots and dashes, at most 100", this::id);
        var at = section.get("id").orElse(section.node()).getStartMark();
        section.text("description");
        section.required("decide");
        var decide = section.choice("decide", List.of(Decision.values()));
        var match = match(section);
        var when = when(section);
        var checks = new CheckReader(findings).read(section);
        var approval = new ApprovalReader(findings).read(section);
        var reason = section.value(
                "reason",
                "at most " + REASON_MAX + " characters",
                t -> Optional.of(t).filter(r -> r.length() <= REASON_MAX));
        var owner = section.text("owner");
        if (id.isEmpty() || decide.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Rule(
                id.get(),
                match,
                when,
                checks.checks(),
                checks.otherwise(),
                decide.get(),
                approval.orElse(HoldTerms.DEFAULT),
                approval.isPresent(),
                reason.map(String::strip).orElse(""),
                owner.orElse(""),
                at.getLine() + 1,
                at.getColumn() + 1));
    }

    /** What decides when no rule does has a name of its own. */
    private Optional<String> id(String text) {
        return PolicyReader.name(text).filter(name -> !name.equals(Verdict.DEFAULT_RULE));
    }

    private Match match(Section section) {
        var fields = new EnumMap<MatchField, List<Glob>>(MatchField.class);
        section.section("match", "match", FIELDS).ifPresent(match -> {
            for (var field : MatchField.values()) {
                if (match.has(field.key())) {
                    fields.put(field, match.values(field.key(), expected(field), text -> glob(field, text)));
                }
            }
        });
        return new Match(fields);
    }

    private static String expected(MatchField field) {
        return field.fixed()
                .map(values -> "of " + String.join(", ", values))
                .orElse("a text or pattern of at most " + PATTERN_MAX + " characters");
    }

    private static Optional<Glob> glob(MatchField field, String text) {
        var glob = new Glob(text);
        boolean possible = text.length() <= PATTERN_MAX
                && field.fixed()
                        .map(values -> values.stream().anyMatch(glob::matches))
                        .orElse(true);
        return possible ? Optional.of(glob) : Optional.empty();
    }

    private Optional<Condition> when(Section section) {
        return section.text("when").flatMap(text -> {
            var node = (ScalarNode) section.get("when").orElseThrow();
            return switch (Conditions.compile(text)) {
                case Compiled.Good(var condition) -> Optional.of(condition);
                case Compiled.Bad(var issues) -> {
                    issues.forEach(issue -> found(node, issue));
                    yield Optional.empty();
                }
            };
        });
    }

    private void found(ScalarNode node, Conditions.Issue issue) {
        var place = new ScalarSource(node).place(issue.line(), issue.column());
        findings.error(place.line(), place.column(), Code.CONDITION, issue.message());
    }
}
