package dev.astern.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The small parts, at their edges. */
final class PartsTest {
    @Test
    void decisions_are_ordered_by_strictness() {
        assertThat(Decision.ALLOW.stricter(Decision.OBSERVE)).isEqualTo(Decision.OBSERVE);
        assertThat(Decision.OBSERVE.stricter(Decision.ALLOW)).isEqualTo(Decision.OBSERVE);
        assertThat(Decision.HOLD.stricter(Decision.BLOCK)).isEqualTo(Decision.BLOCK);
        assertThat(Decision.HOLD.stricter(Decision.HOLD)).isEqualTo(Decision.HOLD);
        assertThat(List.of(Decision.values()).stream().filter(Decision::runs))
                .containsExactly(Decision.ALLOW, Decision.OBSERVE);
        assertThat(Decision.HOLD.code()).isEqualTo("hold");
    }

    @Test
    void globs() {
        for (var yes : List.of("a", "ab", "abb", "axb", "a*b", "ab*")) {
            assertThat(new Glob("a*").matches(yes)).isTrue();
        }
        assertThat(new Glob("a").matches("a")).isTrue();
        assertThat(new Glob("a").matches("A")).isFalse();
        assertThat(new Glob("").matches("")).isTrue();
        assertThat(new Glob("a*b").matches("ab")).isTrue();
        assertThat(new Glob("a*b").matches("abab")).isTrue();
        assertThat(new Glob("a*b").matches("aba")).isFalse();
        assertThat(new Glob("*a*b*").matches("xaxbx")).isTrue();
        assertThat(new Glob("*a*b*").matches("xbxax")).isFalse();
        assertThat(new Glob("a**").matches("a")).isTrue();
        assertThat(new Glob("a.c").matches("abc")).isFalse();
        assertThat(new Glob("*".repeat(100) + "b").matches("a".repeat(10_000))).isFalse();
        assertThat(new Glob("**").everything()).isTrue();
        assertThat(new Glob("").everything()).isFalse();
        assertThat(new Glob("a*").everything()).isFalse();
        assertThat(new Glob("a*").covers(new Glob("ab"))).isTrue();
        assertThat(new Glob("a*").covers(new Glob("ab*"))).isFalse();
        assertThat(new Glob("*").covers(new Glob("ab*"))).isTrue();
        assertThat(new Glob("a*").covers(new Glob("b"))).isFalse();
    }

    @Test
    void business_hours_begin_with_the_first_minute_and_end_before_the_last() {
        var calendar = Calendar.DEFAULT;
        assertThat(calendar.business(Instant.parse("2026-11-18T08:59:59Z"))).isFalse();
        assertThat(calendar.business(Instant.parse("2026-11-18T09:00:00Z"))).isTrue();
        assertThat(calendar.business(Instant.parse("2026-11-18T16:59:59Z"))).isTrue();
        assertThat(calendar.business(Instant.parse("2026-11-18T17:00:00Z"))).isFalse();
        assertThat(calendar.business(Instant.parse("2026-11-20T12:00:00Z"))).isTrue();
        assertThat(calendar.business(Instant.parse("2026-11-21T12:00:00Z"))).isFalse();
        assertThat(calendar.business(Instant.parse("2026-11-22T12:00:00Z"))).isFalse();
    }

    @Test
    void evidence_keeps_only_what_a_check_can_use() {
        var stated = new HashMap<String, Object>();
        stated.put("text", "t");
        stated.put("truth", true);
        stated.put("int", 3);
        stated.put("long", 4L);
        stated.put("decimal", new BigDecimal("1.5"));
        stated.put("nan", Double.NaN);
        stated.put("list", List.of("x"));
        stated.put("map", Map.of());
        stated.put("longest", "x".repeat(4_096));
        stated.put("too-long", "x".repeat(4_097));
        assertThat(new Evidence(0, stated).fields())
                .containsOnlyKeys("text", "truth", "int", "long", "decimal", "longest")
                .containsEntry("int", 3L)
                .containsEntry("decimal", 1.5);
        var many = new HashMap<String, Object>();
        IntStream.range(0, 300).forEach(i -> many.put("f" + i, i));
        assertThat(new Evidence(0, many).fields()).hasSize(200);
        assertThatThrownBy(() -> new Evidence(-1, Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_age_of_evidence_is_told_in_seconds_or_by_a_moment() {
        var now = Given.WEDNESDAY_NOON;
        assertThat(age(Map.of("age_seconds", 5L), now)).contains(Duration.ofSeconds(5));
        assertThat(age(Map.of("age_seconds", 0L), now)).contains(Duration.ZERO);
        assertThat(age(Map.of("age_seconds", -1L), now)).isEmpty();
        assertThat(age(Map.of("age_seconds", "5"), now)).isEmpty();
        assertThat(age(Map.of("observed_at", "2026-11-18T11:59:00Z"), now)).contains(Duration.ofMinutes(1));
        assertThat(age(Map.of("observed_at", "2026-11-18T12:00:00Z"), now)).contains(Duration.ZERO);
        assertThat(age(Map.of("observed_at", "2026-11-18T12:00:01Z"), now)).isEmpty();
        assertThat(age(Map.of("observed_at", "yesterday"), now)).isEmpty();
        assertThat(age(Map.of(), now)).isEmpty();
    }

    private static Optional<Duration> age(Map<String, Object> fields, Instant now) {
        return new Evidence(0, fields).age(now);
    }

    @Test
    void confidence_is_from_0_to_1() {
        for (var ok : List.of(0.0, 0.5, 1.0)) {
            assertThat(new Evidence(0, Map.of("confidence", ok)).confidence()).contains(ok);
        }
        for (var bad : List.of(-0.01, 1.01, Double.POSITIVE_INFINITY)) {
            assertThat(new Evidence(0, Map.of("confidence", bad)).confidence()).isEmpty();
        }
        assertThat(new Evidence(0, Map.of("confidence", "1")).confidence()).isEmpty();
    }

    @Test
    void unmet_checks_say_what_was_asked_for_and_what_was_found() {
        assertThat(unmet("evidence: [a, b]", Given.stating(Given.write(), 0, Map.of("b", " "))))
                .containsExactly(new CheckFailure("evidence", "evidence is missing: a, b"));
        assertThat(unmet("sources: 2", Given.stating(Given.write(), 1, Map.of())))
                .containsExactly(new CheckFailure("sources", "sources: 2 are asked for, 1 named"));
        assertThat(unmet("max_age: 15m", Given.stating(Given.write(), 1, Map.of("age_seconds", 901))))
                .containsExactly(new CheckFailure("max_age", "the sources are 901s old; at most 15m is allowed"));
        assertThat(unmet("max_age: 15m", Given.write()))
                .containsExactly(
                        new CheckFailure("max_age", "the age of the sources is not stated; it may be at most 15m"));
        assertThat(unmet("min_confidence: 0.9", Given.stating(Given.write(), 1, Map.of("confidence", 0.8))))
                .containsExactly(new CheckFailure("min_confidence", "confidence is 0.8; it has to be at least 0.9"));
        assertThat(unmet("min_confidence: 0.9", Given.write()))
                .containsExactly(
                        new CheckFailure("min_confidence", "confidence is not stated; it has to be at least 0.9"));
        assertThat(unmet("business_hours: true", Given.at(Given.write(), Instant.EPOCH)))
                .containsExactly(new CheckFailure("business_hours", "it is outside business hours"));
        assertThat(unmet("max_rows: 5", Given.write().with(Given.rows(6))))
                .containsExactly(new CheckFailure("max_rows", "it changes 6 rows; at most 5 are allowed"));
        assertThat(unmet("max_rows: 5", Given.write()))
                .containsExactly(new CheckFailure(
                        "max_rows", "it is not known how many rows it changes; at most 5 are allowed"));
        assertThat(unmet("max_share: 0.001", Given.write().with(Given.rows(6))))
                .containsExactly(new CheckFailure("max_share", "it changes 0.01 of a table; at most 0.001 is allowed"));
        assertThat(unmet("max_share: 0.001", Given.write()))
                .containsExactly(new CheckFailure(
                        "max_share", "it is not known what share of a table it changes; at most 0.001 is allowed"));
        assertThat(unmet("rollback_safe: true", Given.write()))
                .containsExactly(new CheckFailure("rollback_safe", "it is not known whether a rollback would be safe"));
    }

    @Test
    void amounts_say_so_too() {
        assertThat(unmet("max_amount: 5 GBP", Given.write().with(Given.amount("5.01", "GBP"))))
                .containsExactly(new CheckFailure("max_amount", "the amount is 5.01; it may be at most 5 GBP"));
        assertThat(unmet("max_amount: 5 GBP", Given.write().with(Given.amount("1", "EUR"))))
                .containsExactly(new CheckFailure("max_amount", "the amount is in EUR; it may be at most 5 GBP"));
        assertThat(unmet("max_amount: 5 GBP", Given.write().with(Given.amount("1", ""))))
                .containsExactly(
                        new CheckFailure("max_amount", "the amount is in no known currency; it may be at most 5 GBP"));
        assertThat(unmet("max_amount: 5", Given.write().with(Given.rows(1))))
                .containsExactly(new CheckFailure("max_amount", "the amount is not known; it may be at most 5"));
        assertThat(unmet("max_amount: 5", Given.write().with(Given.amount("5.00", "EUR"))))
                .isEmpty();
    }

    @Test
    void an_unsafe_rollback_is_unmet() {
        var op = new OperationFacts(
                "t", "v", Tier.WRITE, Reversibility.REVERSIBLE_WITH_STATE, List.of(), "", "e", RollbackSafe.NO, true);
        assertThat(unmet("rollback_safe: true", Given.facts(op)))
                .containsExactly(new CheckFailure(
                        "rollback_safe", "its recovery entry says that a rollback would not be safe now"));
    }

    private static List<CheckFailure> unmet(String check, Facts facts) {
        var verdict = Given.rule("reason: Fine.\nrequire: {" + check + ", otherwise: block}\ndecide: allow")
                .decide(facts);
        assertThat(verdict.decision()).isEqualTo(verdict.failures().isEmpty() ? Decision.ALLOW : Decision.BLOCK);
        assertThat(verdict.reason())
                .isEqualTo(
                        verdict.failures().isEmpty()
                                ? "Fine."
                                : "Fine. Not met: "
                                        + verdict.failures().getFirst().message() + ".");
        return verdict.failures();
    }

    @Test
    void what_is_on_the_limit_is_met() {
        assertThat(unmet("max_age: 15m", Given.stating(Given.write(), 1, Map.of("age_seconds", 900))))
                .isEmpty();
        assertThat(unmet("min_confidence: 0.9", Given.stating(Given.write(), 1, Map.of("confidence", 0.9))))
                .isEmpty();
        assertThat(unmet("sources: 2", Given.stating(Given.write(), 2, Map.of())))
                .isEmpty();
        assertThat(unmet("max_rows: 5", Given.write().with(Given.rows(5)))).isEmpty();
        assertThat(unmet("max_share: 0.01", Given.write().with(Given.rows(5)))).isEmpty();
    }

    @Test
    void a_condition_may_read_so_much_and_not_a_character_more() {
        assertThat(reading(262_143)).isEqualTo(Decision.ALLOW);
        assertThat(reading(262_144)).isEqualTo(Decision.BLOCK);
    }

    private static Decision reading(int characters) {
        var op = new OperationFacts(
                "t",
                "v",
                Tier.READ,
                Reversibility.TRIVIALLY_REVERSIBLE,
                List.of(),
                "x".repeat(characters),
                "",
                RollbackSafe.YES,
                true);
        return Given.rule("when: op.command != ''\ndecide: allow")
                .decide(Given.facts(op))
                .decision();
    }

    @Test
    void the_mildest_tier_and_class_are_compared_like_the_others() {
        var facts = Given.facts(Tier.READ, Reversibility.TRIVIALLY_REVERSIBLE);
        var policy = Given.rule(
                "when: at_least(op.tier, 'read') && at_most(op.reversibility, 'trivially_reversible')\ndecide: allow");
        assertThat(policy.decide(facts).decision()).isEqualTo(Decision.ALLOW);
        assertThat(policy.decide(Given.write()).code()).isEqualTo(Verdict.Code.NO_RULE);
    }

    @Test
    void terms_of_a_hold() {
        var most = new HoldTerms(10, List.of(), Duration.ofHours(1), Duration.ofHours(1), Set.of());
        assertThat(most).returns(false, HoldTerms::needsTick).returns(false, HoldTerms::needsRecoveryOwner);
        assertThat(most.with(HoldTerms.Need.ROLLBACK_CONFIRMED).needsTick()).isTrue();
        assertThatThrownBy(() -> new HoldTerms(11, List.of(), Duration.ofHours(1), Duration.ofHours(1), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lengths_of_time() {
        assertThat(List.of(30L, 60L, 90L, 3_600L, 5_400L, 86_400L, 90_000L, 0L).stream()
                        .map(s -> Durations.text(Duration.ofSeconds(s))))
                .containsExactly("30s", "1m", "90s", "1h", "90m", "1d", "25h", "0s");
        assertThat(Durations.parse("2d")).contains(Duration.ofDays(2));
        assertThat(Durations.parse("2w")).isEmpty();
    }

    @Test
    void bad_facts_are_refused() {
        assertThatThrownBy(() -> Given.rows(-1)).isInstanceOf(IllegalArgumentException.class);
        for (var share : List.of(-0.1, 1.1, Double.NaN)) {
            assertThatThrownBy(() ->
                            new Preview(0, 0, 0, 0, List.of(), OptionalDouble.of(share), Optional.empty(), "", false))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Given.write().withRisk(101)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Given.write().withRisk(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Given.write().withRisk(100).risk()).isEqualTo(100);
        assertThatThrownBy(() -> new HoldTerms(0, List.of(), Duration.ofHours(1), Duration.ofHours(1), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HoldTerms(1, List.of(), Duration.ZERO, Duration.ofHours(1), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HoldTerms(1, List.of(), Duration.ofHours(1), Duration.ZERO, Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_a_condition_reads_is_counted_anew_for_each() {
        var op = new OperationFacts(
                "t",
                "v",
                Tier.WRITE,
                Reversibility.REVERSIBLE_WITH_STATE,
                Collections.nCopies(900, "x".repeat(100)),
                "x".repeat(200_000),
                "",
                RollbackSafe.YES,
                true);
        var once = "when: op.command != ''\ndecide: allow";
        assertThat(Given.rule(once).decide(Given.facts(op)).decision()).isEqualTo(Decision.ALLOW);
        var twice = Given.policy("""
                policy: 1
                name: twice
                rules:
                  - {id: a, when: op.command == '', decide: block}
                  - {id: b, when: op.command != '', decide: allow}
                """);
        assertThat(twice.decide(Given.facts(op)))
                .returns("b", Verdict::ruleId)
                .returns(Decision.ALLOW, Verdict::decision);
        assertThat(Given.rule("when: op.command != '' && op.resources != []\ndecide: allow")
                        .decide(Given.facts(op))
                        .code())
                .isEqualTo(Verdict.Code.POLICY_ERROR);
        assertThat(Given.rule("when: op.resources != []\ndecide: allow")
                        .decide(Given.facts(op))
                        .decision())
                .isEqualTo(Decision.ALLOW);
    }

    @Test
    void a_pattern_has_at_most_200_characters() {
        assertThat(Given.rule("when: glob(op.verb, '" + "*".repeat(201) + "')\ndecide: allow")
                        .decide(Given.write())
                        .code())
                .isEqualTo(Verdict.Code.POLICY_ERROR);
        assertThat(Given.rule("when: glob(op.verb, '" + "*".repeat(200) + "')\ndecide: allow")
                        .decide(Given.write())
                        .decision())
                .isEqualTo(Decision.ALLOW);
        assertThat(Given.rule("when: at_least(op.tier, op.reversibility)\ndecide: allow")
                        .decide(Given.write())
                        .code())
                .isEqualTo(Verdict.Code.POLICY_ERROR);
    }
}
