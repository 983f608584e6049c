package dev.astern.policy.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.policy.Cases;
import dev.astern.policy.Decision;
import dev.astern.policy.Facts;
import dev.astern.policy.Given;
import dev.astern.policy.OperationFacts;
import dev.astern.policy.Policy;
import dev.astern.policy.RandomPolicies;
import dev.astern.policy.RollbackSafe;
import dev.astern.policy.lint.Lint;
import dev.astern.policy.prove.Prover;
import dev.astern.policy.suggest.Observation.Outcome;
import dev.astern.policy.suggest.Suggestion.RuleBasis;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SuggesterTest {
    private static Stream<Observation> times(int count, Facts facts) {
        return Collections.nCopies(count, new Observation(facts, Outcome.SUCCEEDED)).stream();
    }

    private static Suggestion of(Stream<Observation> observations) {
        return Suggester.from("suggested", 20, observations);
    }

    private static Policy policy(Suggestion suggestion) {
        assertThat(Lint.of(suggestion.yaml()).findings()).as(suggestion.yaml()).isEmpty();
        return Given.policy(suggestion.yaml());
    }

    @Test
    void what_was_seen_often_is_allowed_up_to_its_size() {
        var suggestion = of(Stream.concat(
                times(19, Given.write().with(Given.rows(3))),
                times(1, Given.write().with(Given.rows(7)))));
        assertThat(suggestion.rules())
                .containsExactly(new RuleBasis("seen-1", Decision.ALLOW, 20, false, "at most 7 rows were seen"));
        var policy = policy(suggestion);
        assertThat(policy.decide(Given.write().with(Given.rows(7))).decision()).isEqualTo(Decision.ALLOW);
        assertThat(policy.decide(Given.write().with(Given.rows(8))).decision()).isEqualTo(Decision.HOLD);
        assertThat(policy.decide(Given.write().with(Given.amount("1", "GBP"))).decision())
                .isEqualTo(Decision.BLOCK);
        assertThat(policy.decide(Given.facts(Tier.PROPOSE, Reversibility.REVERSIBLE_WITH_STATE)
                                .with(Given.rows(1)))
                        .decision())
                .isEqualTo(Decision.BLOCK);
    }

    @Test
    void money_is_allowed_up_to_what_was_seen_in_its_currency() {
        var policy = policy(of(times(20, Given.write().with(Given.amount("12.5", "GBP")))));
        assertThat(policy.decide(Given.write().with(Given.amount("12.50", "GBP")))
                        .decision())
                .isEqualTo(Decision.ALLOW);
        assertThat(policy.decide(Given.write().with(Given.amount("12.51", "GBP")))
                        .decision())
                .isEqualTo(Decision.HOLD);
        assertThat(policy.decide(Given.write().with(Given.amount("1", "EUR"))).decision())
                .isEqualTo(Decision.HOLD);
        assertThat(policy.decide(Given.write().with(Given.rows(1))).decision()).isEqualTo(Decision.BLOCK);
    }

    @Test
    void thin_evidence_is_held_and_flagged() {
        var suggestion = of(times(19, Given.write().with(Given.rows(3))));
        assertThat(suggestion.rules())
                .containsExactly(new RuleBasis("seen-1", Decision.HOLD, 19, true, "it was seen only 19 times"));
        assertThat(policy(suggestion).decide(Given.write().with(Given.rows(3))).decision())
                .isEqualTo(Decision.HOLD);
    }

    @Test
    void what_went_wrong_is_held() {
        for (var outcome : List.of(Outcome.FAILED, Outcome.UNDONE, Outcome.REFUSED)) {
            var facts = Given.write().with(Given.rows(3));
            var suggestion = of(Stream.concat(times(30, facts), Stream.of(new Observation(facts, outcome))));
            assertThat(suggestion.rules()).singleElement().returns(Decision.HOLD, RuleBasis::decision);
        }
    }

    @Test
    void what_destroys_or_needs_more_than_state_is_held_and_the_irreversible_is_left_out() {
        for (var facts : List.of(
                Given.facts(Tier.DESTRUCTIVE, Reversibility.REVERSIBLE_WITH_STATE),
                Given.facts(Tier.WRITE, Reversibility.REVERSIBLE_WITH_BACKUP),
                Given.facts(Tier.WRITE, Reversibility.PARTIALLY_REVERSIBLE),
                Given.write())) {
            assertThat(of(times(100, facts)).rules()).singleElement().returns(Decision.HOLD, RuleBasis::decision);
        }
        var irreversible = of(times(100, Given.facts(Tier.READ, Reversibility.IRREVERSIBLE)));
        assertThat(irreversible.yaml()).isEmpty();
        assertThat(irreversible.leftOut()).singleElement().returns("it is irreversible", Suggestion.LeftOut::why);
        var unknown = of(times(100, Given.facts(Given.op(Tier.READ, Reversibility.TRIVIALLY_REVERSIBLE, false))));
        assertThat(unknown.leftOut()).singleElement().returns("nobody described the tool", Suggestion.LeftOut::why);
    }

    @Test
    void a_name_with_a_star_allows_no_other() {
        for (var tool : List.of("*", "a*", "", "\"", "\\", "a\nb", "\uD83D\uDE80", "x: y # z", "'", "{}")) {
            var policy = policy(of(times(20, read(tool))));
            assertThat(policy.decide(read(tool)).decision()).as(tool).isEqualTo(Decision.ALLOW);
            assertThat(policy.decide(read("other")).decision()).as(tool).isEqualTo(Decision.BLOCK);
            assertThat(policy.decide(read("ab")).decision()).as(tool).isEqualTo(Decision.BLOCK);
        }
    }

    private static Facts read(String tool) {
        return Given.facts(new OperationFacts(
                tool,
                "read",
                Tier.READ,
                Reversibility.TRIVIALLY_REVERSIBLE,
                List.of(),
                "",
                "",
                RollbackSafe.UNKNOWN,
                true));
    }

    @Test
    void what_it_suggests_can_be_used_and_lets_nothing_grave_run() {
        Cases.run(Cases.MANY / 100, seed -> {
            var random = new RandomPolicies(new Random(seed));
            var seen = new ArrayList<Observation>();
            for (int i = 0; i < 8; i++) {
                var facts = random.facts();
                int count = 1 + new Random(seed + i).nextInt(40);
                times(count, facts).forEach(seen::add);
            }
            var suggestion = of(seen.stream());
            if (suggestion.rules().isEmpty()) {
                return;
            }
            var policy = policy(suggestion);
            assertThat(Prover.prove(policy, 50_000).unattended())
                    .as(suggestion.yaml())
                    .isEmpty();
            var allowed = suggestion.rules().stream()
                    .filter(r -> r.decision() == Decision.ALLOW)
                    .map(RuleBasis::rule);
            var fired = seen.stream().map(o -> policy.decide(o.facts()));
            assertThat(fired.filter(v -> v.decision().runs())
                            .map(v -> v.ruleId())
                            .distinct())
                    .containsExactlyInAnyOrderElementsOf(allowed.toList());
        });
    }
}
