package dev.astern.policy.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.policy.Cases;
import dev.astern.policy.Facts;
import dev.astern.policy.Given;
import dev.astern.policy.OperationFacts;
import dev.astern.policy.Preview;
import dev.astern.policy.RandomPolicies;
import dev.astern.policy.TargetFacts;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RiskScoreTest {
    @Test
    void a_read_in_business_hours_scores_by_its_environment_alone() {
        var score = RiskScore.of(
                Given.facts(Tier.READ, Reversibility.TRIVIALLY_REVERSIBLE).with(Given.rows(0)));
        assertThat(score.value()).isEqualTo(10);
        assertThat(score.terms().stream().filter(t -> t.points() > 0))
                .singleElement()
                .returns("environment", RiskTerm::name);
    }

    @Test
    void each_term_says_why() {
        var facts = Given.write()
                .with(new Preview(
                        11,
                        0,
                        11,
                        0,
                        List.of(),
                        OptionalDouble.of(0.25),
                        Optional.of(new BigDecimal("51.00")),
                        "GBP",
                        true));
        var score = RiskScore.of(Given.at(facts, Given.WEDNESDAY_NOON.plus(Duration.ofHours(9))));
        assertThat(score.terms())
                .containsExactly(
                        new RiskTerm("tier", 15, "its tier is write"),
                        new RiskTerm("reversibility", 8, "it is reversible with state"),
                        new RiskTerm("unknown_tool", 0, "the tool is known"),
                        new RiskTerm("rows", 5, "it changes 11 rows"),
                        new RiskTerm("share", 7, "it changes 25.0% of a table"),
                        new RiskTerm("amount", 8, "it moves 51.00 GBP"),
                        new RiskTerm("environment", 10, "the target is in production"),
                        new RiskTerm("hour", 5, "it is outside business hours"),
                        new RiskTerm("personal", 10, "it touches personal data"));
        assertThat(score.value()).isEqualTo(68);
    }

    @Test
    void an_environment_that_nobody_knows_may_be_production() {
        for (var environment : List.of("test", "staging", "production", "", "blue")) {
            var target = new TargetFacts("t", "k", environment);
            var f = Given.write();
            var facts = new Facts(f.op(), f.session(), target, f.now(), f.used(), f.preview(), f.evidence(), f.risk());
            assertThat(RiskScore.of(facts).terms())
                    .contains(
                            switch (environment) {
                                case "test" -> new RiskTerm("environment", 0, "the target is for test");
                                case "staging" -> new RiskTerm("environment", 3, "the target is for staging");
                                case "production" -> new RiskTerm("environment", 10, "the target is in production");
                                case "" -> new RiskTerm("environment", 10, "the target's environment is not told");
                                default ->
                                    new RiskTerm(
                                            "environment", 10, "the target's environment, blue, may be production");
                            });
        }
    }

    @Test
    void the_worst_is_a_hundred() {
        var op = Given.op(Tier.READ, Reversibility.TRIVIALLY_REVERSIBLE, false);
        assertThat(RiskScore.of(Given.facts(op)).value()).isEqualTo(100);
    }

    @Test
    void steps_are_where_they_are() {
        assertThat(List.of(0L, 1L, 2L, 10L, 11L, 100L, 101L, 1_000L, 1_001L, 10_000L, 10_001L).stream()
                        .map(rows -> points("rows", Given.write().with(Given.rows(rows)))))
                .containsExactly(0, 0, 2, 2, 5, 5, 9, 9, 12, 12, 15);
        assertThat(List.of("0", "0.01", "50", "51", "500", "501", "5000", "5001", "-5001").stream()
                        .map(amount -> points("amount", Given.write().with(Given.amount(amount, "GBP")))))
                .containsExactly(0, 4, 4, 8, 8, 12, 12, 15, 15);
        assertThat(List.of(0.0, 0.001, 0.002, 0.01, 0.02, 0.1, 0.2, 0.5, 0.6).stream()
                        .map(share -> points("share", Given.write().with(share(share)))))
                .containsExactly(0, 0, 2, 2, 4, 4, 7, 7, 10);
        assertThat(points("rows", Given.write())).isEqualTo(15);
        assertThat(points("share", Given.write())).isEqualTo(10);
        assertThat(points("amount", Given.write())).isEqualTo(15);
        assertThat(points("amount", Given.write().with(untold()))).isEqualTo(15);
        assertThat(points("personal", Given.write())).isEqualTo(10);
    }

    /** Money moves, and nobody can say how much. */
    private static Preview untold() {
        var p = Given.rows(1);
        return new Preview(1, 0, 1, 0, p.tables(), p.share(), Optional.empty(), true, "", false);
    }

    private static Preview share(double share) {
        var p = Given.rows(1);
        return new Preview(1, 0, 1, 0, p.tables(), OptionalDouble.of(share), p.amount(), "", false);
    }

    private static int points(String term, Facts facts) {
        return RiskScore.of(facts).terms().stream()
                .filter(t -> t.name().equals(term))
                .mapToInt(RiskTerm::points)
                .sum();
    }

    @Test
    void nothing_that_gets_worse_lowers_it() {
        Cases.run(Cases.MANY, seed -> {
            var random = new RandomPolicies(new Random(seed));
            var facts = random.facts();
            var score = RiskScore.of(facts);
            assertThat(score.value()).isBetween(0, 100);
            assertThat(score.value())
                    .isEqualTo(Math.min(
                            100,
                            score.terms().stream().mapToInt(RiskTerm::points).sum()));
            for (var worse : worse(facts)) {
                assertThat(RiskScore.of(worse).value())
                        .as(() -> facts + " to " + worse)
                        .isGreaterThanOrEqualTo(score.value());
            }
        });
    }

    private static List<Facts> worse(Facts f) {
        var all = new ArrayList<Facts>();
        var op = f.op();
        for (var tier : Tier.values()) {
            all.add(with(f, op(op, op.tier().atLeast(tier), op.reversibility(), op.known())));
        }
        for (var reversibility : Reversibility.values()) {
            all.add(with(f, op(op, op.tier(), op.reversibility().atLeast(reversibility), op.known())));
        }
        all.add(with(f, op(op, op.tier(), op.reversibility(), false)));
        all.add(new Facts(
                op,
                f.session(),
                new TargetFacts("t", "k", "production"),
                f.now(),
                f.used(),
                f.preview(),
                f.evidence(),
                f.risk()));
        all.add(new Facts(op, f.session(), f.target(), f.now(), f.used(), Optional.empty(), f.evidence(), f.risk()));
        f.preview().ifPresent(p -> {
            all.add(f.with(preview(p, p.rows() * 10 + 1, p.share(), p.amount(), p.personal())));
            all.add(f.with(preview(p, p.rows(), OptionalDouble.of(1), p.amount(), p.personal())));
            all.add(f.with(preview(p, p.rows(), OptionalDouble.empty(), p.amount(), p.personal())));
            all.add(f.with(preview(p, p.rows(), p.share(), Optional.of(new BigDecimal(100_000)), p.personal())));
            all.add(f.with(preview(p, p.rows(), p.share(), p.amount(), true)));
        });
        return all;
    }

    private static Facts with(Facts f, OperationFacts op) {
        return new Facts(op, f.session(), f.target(), f.now(), f.used(), f.preview(), f.evidence(), f.risk());
    }

    private static OperationFacts op(OperationFacts op, Tier tier, Reversibility reversibility, boolean known) {
        return new OperationFacts(
                op.tool(),
                op.verb(),
                tier,
                reversibility,
                op.resources(),
                op.command(),
                op.entryId(),
                op.rollbackSafe(),
                known);
    }

    private static Preview preview(
            Preview p, long rows, OptionalDouble share, Optional<BigDecimal> amount, boolean personal) {
        return new Preview(
                rows, p.inserted(), p.updated(), p.deleted(), p.tables(), share, amount, p.currency(), personal);
    }
}
