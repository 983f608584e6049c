package dev.astern.policy;

import dev.astern.policy.Finding.Code;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a rule asks for before a write: its {@code require} section. */
final class CheckReader {
    private static final List<String> KEYS = List.of(
            "evidence",
            "sources",
            "max_age",
            "min_confidence",
            "business_hours",
            "max_amount",
            "max_rows",
            "max_share",
            "rollback_safe",
            "otherwise");
    private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,6})?)(?: ([A-Z]{3}))?");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,15}");
    private static final Pattern SHARE = Pattern.compile("[01](?:\\.[0-9]{1,9})?");

    private final Findings findings;

    CheckReader(Findings findings) {
        this.findings = findings;
    }

    record Checks(List<Check> checks, Decision otherwise) {}

    Checks read(Section rule) {
        var section = rule.section("require", "require", KEYS).orElse(null);
        if (section == null) {
            return new Checks(List.of(), Decision.HOLD);
        }
        var otherwise = section.choice("otherwise", List.of(Decision.HOLD, Decision.BLOCK))
                .orElse(Decision.HOLD);
        var checks = checks(section);
        if (checks.isEmpty()) {
            findings.error(section.node(), Code.BAD_VALUE, "require asks for nothing");
        }
        return new Checks(checks, otherwise);
    }

    private List<Check> checks(Section section) {
        var checks = new ArrayList<Check>();
        var names = section.values("evidence", "the name of a field", CheckReader::field);
        if (!names.isEmpty()) {
            checks.add(new Check.Stated(names));
        }
        section.value("sources", "a whole number from 1", CheckReader::positive)
                .ifPresent(n -> checks.add(new Check.Sources(Math.toIntExact(Math.min(n, Integer.MAX_VALUE)))));
        section.<Duration>value("max_age", "a time such as 90s, 15m, 4h or 2d", Durations::parse)
                .ifPresent(max -> checks.add(new Check.MaxAge(max)));
        section.value("min_confidence", "a number from 0 to 1", CheckReader::share)
                .ifPresent(min -> checks.add(new Check.MinConfidence(min)));
        if (onlyTrue(section, "business_hours")) {
            checks.add(new Check.InBusinessHours());
        }
        section.<Check>value("max_amount", "an amount such as 100 or 99.50 GBP", CheckReader::amount)
                .ifPresent(checks::add);
        section.value("max_rows", "a whole number", CheckReader::whole)
                .ifPresent(max -> checks.add(new Check.MaxRows(max)));
        section.value("max_share", "a number from 0 to 1", CheckReader::share)
                .ifPresent(max -> checks.add(new Check.MaxShare(max)));
        if (onlyTrue(section, "rollback_safe")) {
            checks.add(new Check.SafeRollback());
        }
        return checks;
    }

    /** To ask that a check fails would make no sense. */
    private static boolean onlyTrue(Section section, String key) {
        return section.value(key, "true, or left out", t -> t.equals("true") ? Optional.of(true) : Optional.empty())
                .isPresent();
    }

    private static Optional<String> field(String text) {
        return text.length() <= 100 ? Optional.of(text) : Optional.empty();
    }

    private static Optional<Long> whole(String text) {
        return WHOLE.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private static Optional<Long> positive(String text) {
        return whole(text).filter(n -> n > 0);
    }

    private static Optional<Double> share(String text) {
        return SHARE.matcher(text).matches()
                ? Optional.of(Double.parseDouble(text)).filter(s -> s <= 1)
                : Optional.empty();
    }

    private static Optional<Check> amount(String text) {
        var form = AMOUNT.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        var currency = form.group(2);
        return Optional.of(new Check.MaxAmount(new BigDecimal(form.group(1)), currency == null ? "" : currency));
    }
}
