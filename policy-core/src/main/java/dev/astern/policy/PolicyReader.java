package dev.astern.policy;

import dev.astern.policy.Finding.Code;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A policy file to a policy, or to all that is wrong with it. */
final class PolicyReader {
    static final int RULES_MAX = 5_000;
    private static final List<String> KEYS =
            List.of("policy", "name", "description", "timezone", "business_hours", "rules");
    private static final List<String> HOURS = List.of("days", "from", "to", "holidays");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
    private static final List<DayOfWeek> DAYS = List.of(DayOfWeek.values());

    private final Findings findings = new Findings();

    private PolicyReader() {}

    static PolicyReading read(String text) {
        return new PolicyReader().policy(text);
    }

    /** A name that a policy or a rule can have. */
    static Optional<String> name(String text) {
        return NAME.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    private PolicyReading policy(String text) {
        var policy = YamlTree.compose(text, findings)
                .flatMap(root -> Section.of(root, "a policy", KEYS, findings))
                .flatMap(this::policy);
        return policy.isPresent() && !findings.any()
                ? new PolicyReading.Read(policy.get())
                : new PolicyReading.Malformed(findings.sorted());
    }

    private Optional<Policy> policy(Section top) {
        top.required("policy");
        top.value(
                "policy",
                "the format's version, " + Policy.VERSION,
                t -> t.equals("1") ? Optional.of(1) : Optional.empty());
        top.required("name");
        var name = top.value("name", "lower-case letters, digits, dots and dashes, at most 100", PolicyReader::name);
        top.text("description");
        var zone = top.<ZoneId>value("timezone", "a time zone, for example Europe/London", PolicyReader::zone);
        var hours = hours(top);
        var rules = rules(top);
        if (name.isEmpty() || findings.any()) {
            return Optional.empty();
        }
        var calendar = new Calendar(zone.orElse(ZoneOffset.UTC), hours);
        return Optional.of(new Policy(name.get(), Digest.of(top.node()), calendar, rules));
    }

    private static Optional<ZoneId> zone(String text) {
        return parsed(() -> ZoneId.of(text));
    }

    private static <T> Optional<T> parsed(java.util.function.Supplier<T> parse) {
        try {
            return Optional.of(parse.get());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private BusinessHours hours(Section top) {
        var section = top.section("business_hours", "business_hours", HOURS).orElse(null);
        if (section == null) {
            return BusinessHours.DEFAULT;
        }
        var days = section.values("days", "mon, tue, wed, thu, fri, sat or sun", PolicyReader::day);
        Function<String, Optional<LocalTime>> time = t -> parsed(() -> LocalTime.parse(t));
        var from = section.value("from", "a time of day in quotes, for example \"09:00\"", time);
        var to = section.value("to", "a time of day in quotes, for example \"17:30\"", time);
        var holidays =
                section.values("holidays", "days, for example 2026-12-25", t -> parsed(() -> LocalDate.parse(t)));
        var begin = from.orElse(BusinessHours.DEFAULT.from());
        var end = to.orElse(BusinessHours.DEFAULT.to());
        if (!begin.isBefore(end)) {
            findings.error(section.node(), Code.BAD_VALUE, "business hours begin before they end, on the same day");
            return BusinessHours.DEFAULT;
        }
        return new BusinessHours(
                days.isEmpty() ? BusinessHours.DEFAULT.days() : Set.copyOf(days), begin, end, Set.copyOf(holidays));
    }

    private static Optional<DayOfWeek> day(String text) {
        int at = ConditionCheck.WEEKDAYS.indexOf(text);
        return at < 0 ? Optional.empty() : Optional.of(DAYS.get(at));
    }

    private List<Rule> rules(Section top) {
        var node = top.required("rules").orElse(null);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode list)) {
            findings.error(node, Code.WRONG_TYPE, "rules is a list");
            return List.of();
        }
        if (list.getValue().isEmpty()) {
            findings.error(node, Code.BAD_VALUE, "there is no rule, so that everything would be blocked");
        }
        if (list.getValue().size() > RULES_MAX) {
            findings.error(node, Code.TOO_LARGE, "a policy has at most " + RULES_MAX + " rules");
            return List.of();
        }
        var rules = new ArrayList<Rule>();
        list.getValue().forEach(item -> new RuleReader(findings).rule(item).ifPresent(rules::add));
        unique(rules);
        return rules;
    }

    private void unique(List<Rule> rules) {
        Map<String, Rule> first = new HashMap<>();
        for (var rule : rules) {
            var other = first.putIfAbsent(rule.id(), rule);
            if (other != null) {
                findings.error(
                        rule.line(),
                        rule.column(),
                        Code.DUPLICATE_RULE,
                        "the rule " + rule.id() + " is there already, in line " + other.line());
            }
        }
    }
}
