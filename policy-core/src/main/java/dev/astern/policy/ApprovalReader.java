package dev.astern.policy;

import dev.astern.policy.Finding.Code;
import dev.astern.policy.HoldTerms.Need;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a hold asks for: a rule's {@code approval} section. */
final class ApprovalReader {
    private static final List<String> KEYS =
            List.of("quorum", "distinct_from", "decide_by", "execute_by", "confirm_rollback", "recovery_owner");
    private static final String TIME = "a time such as 90s, 15m, 4h or 2d, at most 30d";
    private static final Duration TIME_MAX = Duration.ofDays(30);

    private final Findings findings;

    ApprovalReader(Findings findings) {
        this.findings = findings;
    }

    Optional<HoldTerms> read(Section rule) {
        return rule.section("approval", "approval", KEYS).map(this::terms);
    }

    private HoldTerms terms(Section section) {
        var quorum =
                section.value("quorum", "a whole number from 1 to " + HoldTerms.QUORUM_MAX, ApprovalReader::quorum);
        var distinct = section.values("distinct_from", "of " + names(), ApprovalReader::distinct);
        if (distinct.stream().distinct().count() < distinct.size()) {
            section.get("distinct_from")
                    .ifPresent(node -> findings.error(node, Code.BAD_VALUE, "distinct_from names somebody twice"));
        }
        var needs = EnumSet.noneOf(Need.class);
        section.truth("confirm_rollback").filter(t -> t).ifPresent(t -> needs.add(Need.ROLLBACK_CONFIRMED));
        section.truth("recovery_owner").filter(t -> t).ifPresent(t -> needs.add(Need.RECOVERY_OWNER));
        return new HoldTerms(
                quorum.orElse(HoldTerms.DEFAULT.quorum()),
                distinct.isEmpty() ? HoldTerms.DEFAULT.distinctFrom() : distinct,
                section.value("decide_by", TIME, ApprovalReader::time).orElse(HoldTerms.DEFAULT.decideBy()),
                section.value("execute_by", TIME, ApprovalReader::time).orElse(HoldTerms.DEFAULT.executeBy()),
                needs);
    }

    private static Optional<Integer> quorum(String text) {
        return text.matches("[0-9]{1,2}")
                ? Optional.of(Integer.parseInt(text)).filter(q -> q >= 1 && q <= HoldTerms.QUORUM_MAX)
                : Optional.empty();
    }

    private static Optional<Duration> time(String text) {
        return Durations.parse(text).filter(t -> t.isPositive() && t.compareTo(TIME_MAX) <= 0);
    }

    private static Optional<Distinct> distinct(String text) {
        return Arrays.stream(Distinct.values())
                .filter(d -> d.code().equals(text))
                .findFirst();
    }

    private static String names() {
        return Arrays.stream(Distinct.values()).map(Distinct::code).collect(Collectors.joining(", "));
    }
}
