package dev.astern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The evaluator against the slow, obvious one. */
final class ReferenceTest {
    private static final int FACTS = 20;

    @Test
    void the_evaluator_decides_as_the_reference_does() {
        var seen = new EnumMap<Decision, AtomicInteger>(Decision.class);
        Cases.run(Cases.MANY, seed -> {
            var random = new RandomPolicies(new Random(seed));
            var specs = random.specs();
            var policy = Given.policy(RandomPolicies.yaml(specs));
            var reference = new Reference(specs);
            for (int i = 0; i < FACTS; i++) {
                var facts = random.facts();
                var expected = reference.decide(facts);
                var verdict = policy.decide(facts);
                assertThat(verdict.decision().code() + " by " + verdict.ruleId())
                        .as(() -> RandomPolicies.yaml(specs) + facts + verdict)
                        .isEqualTo(expected.decision() + " by "
                                + (expected.rule() < 0 ? "default" : "r" + expected.rule()));
                seen.computeIfAbsent(verdict.decision(), d -> new AtomicInteger())
                        .incrementAndGet();
            }
        });
        assertThat(new ArrayList<>(seen.keySet())).containsExactly(Decision.values());
    }

    @Test
    void the_index_finds_what_looking_at_each_rule_finds() {
        Cases.run(Cases.MANY / 10, seed -> {
            var random = new RandomPolicies(new Random(seed));
            var policy = Given.policy(RandomPolicies.yaml(random.specs()));
            var index = new RuleIndex(policy.rules());
            for (int i = 0; i < FACTS; i++) {
                var facts = random.facts();
                var expected = new ArrayList<Integer>();
                for (int r = 0; r < policy.rules().size(); r++) {
                    if (policy.rules().get(r).match().matches(facts)) {
                        expected.add(r);
                    }
                }
                assertThat(index.matching(facts).stream().boxed().toList()).isEqualTo(expected);
            }
        });
    }

    @Test
    void a_match_that_covers_another_matches_all_that_it_matches() {
        var covered = new AtomicInteger();
        Cases.run(Cases.MANY / 10, seed -> {
            var random = new RandomPolicies(new Random(seed));
            var rules = Given.policy(RandomPolicies.yaml(random.specs())).rules();
            var mine = rules.getFirst().match();
            var other = rules.getLast().match();
            if (mine.covers(other)) {
                covered.incrementAndGet();
                for (int i = 0; i < FACTS; i++) {
                    var facts = random.facts();
                    assertThat(!other.matches(facts) || mine.matches(facts)).isTrue();
                }
            }
        });
        assertThat(covered.get()).isGreaterThan(Cases.MANY / 1_000);
    }
}
