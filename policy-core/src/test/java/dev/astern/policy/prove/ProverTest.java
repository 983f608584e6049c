package dev.astern.policy.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.policy.Cases;
import dev.astern.policy.Decision;
import dev.astern.policy.Given;
import dev.astern.policy.Glob;
import dev.astern.policy.RandomPolicies;
import dev.astern.policy.Shipped;
import dev.astern.policy.Verdict;
import dev.astern.policy.prove.ProofReport.Gap;
import dev.astern.policy.prove.ProofReport.NeverFires;
import dev.astern.policy.prove.ProofReport.Unattended;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ProverTest {
    private static ProofReport prove(String rules) {
        return Prover.prove(Given.policy("policy: 1\nname: p\nrules:\n" + rules));
    }

    @Test
    void under_the_default_policy_nothing_grave_runs_without_a_person_and_every_rule_has_its_use() {
        var report = Prover.prove(Shipped.DEFAULT.policy());
        assertThat(report.gaps()).isEmpty();
        assertThat(report.neverFires()).isEmpty();
        assertThat(report.unattended()).isEmpty();
        assertThat(report).returns(true, ProofReport::complete).returns(0, ProofReport::exitCode);
        assertThat(report.cases()).isGreaterThan(100);
    }

    @Test
    void the_permissive_policy_lets_destruction_run_that_can_be_taken_back_and_nothing_else() {
        var report = Prover.prove(Shipped.PERMISSIVE.policy());
        assertThat(report.complete()).isTrue();
        assertThat(report.neverFires()).isEmpty();
        assertThat(report.unattended())
                .extracting(Unattended::rule, Unattended::tier, Unattended::reversibility)
                .containsExactlyInAnyOrder(
                        org.assertj.core.api.Assertions.tuple("everything-else", "destructive", "trivially_reversible"),
                        org.assertj.core.api.Assertions.tuple(
                                "everything-else", "destructive", "reversible_with_state"));
        assertThat(report.exitCode()).isEqualTo(1);
    }

    @Test
    void a_path_has_a_witness_that_says_what_it_takes() {
        var report = prove("""
                  - id: holds
                    match: {tier: destructive}
                    when: preview.rows > 10 || target.environment.startsWith("prod")
                    decide: hold
                  - {id: lets-through, match: {verb: "del*", tool: [a, b]}, decide: observe}
                """);
        assertThat(report.complete()).isTrue();
        assertThat(report.unattended()).hasSize(2).allSatisfy(path -> {
            assertThat(path)
                    .returns("lets-through", Unattended::rule)
                    .returns(8, Unattended::line)
                    .returns(Decision.OBSERVE, Unattended::decision);
            assertThat(path.witness())
                    .containsEntry("op.tier", "destructive")
                    .containsEntry("op.verb", "del")
                    .containsEntry("op.tool", "a")
                    .containsKey("preview.rows");
        });
    }

    @Test
    void a_rule_that_earlier_conditions_leave_nothing_to() {
        var report = prove("""
                  - {id: a, match: {verb: [x, y]}, when: preview.rows > 10, decide: hold}
                  - {id: b, match: {verb: "*x"}, when: preview.rows >= 100, decide: block}
                  - {id: c, match: {verb: x}, when: preview.rows <= 10, decide: hold}
                  - {id: d, match: {verb: x}, decide: block}
                  - {id: e, match: {verb: "*x"}, decide: hold}
                """);
        assertThat(report).returns(true, ProofReport::complete).returns(1, ProofReport::exitCode);
        assertThat(report.neverFires()).containsExactly(new NeverFires("d", 7));
    }

    @Test
    void a_large_policy_is_searched_within_bounds() {
        var prefixes = new StringBuilder();
        var everywhere = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            prefixes.append("  - {id: r%d, match: {target: [\"t%d-*\", x%d]}, decide: hold}\n".formatted(i, i, i));
            everywhere.append("  - {id: r%d, match: {target: \"*%d*\"}, decide: hold}\n".formatted(i, i + 1_000));
        }
        var report = prove(prefixes.toString());
        assertThat(report).returns(true, ProofReport::complete).returns(List.of(), ProofReport::neverFires);
        assertThat(prove(everywhere.toString()).complete()).isFalse();
    }

    @Test
    void limits_may_be_large() {
        var report = prove("""
                  - {id: a, when: preview.rows > 5000000000000, decide: hold}
                  - {id: b, when: preview.amount > 5e13 && preview.has_amount, decide: hold}
                  - {id: rest, decide: block}
                """);
        assertThat(report.complete()).isTrue();
        assertThat(report.neverFires()).isEmpty();
    }

    @Test
    void hours_and_counts_are_divided() {
        var report = prove("""
                  - {id: night, when: time.hour < 6 && time.business, decide: hold}
                  - {id: noon, when: time.hour == 12 && time.weekday == "sun", decide: hold}
                  - {id: many, when: "count(used.verb, op.verb) >= 5", decide: hold}
                  - {id: few, when: "count(used.verb, op.verb) < 5", decide: block}
                  - {id: rest, decide: block}
                """);
        assertThat(report.complete()).isTrue();
        assertThat(report.neverFires()).extracting(NeverFires::rule).containsExactly("night", "rest");
    }

    @Test
    void resources_are_divided_by_sets() {
        var report = prove("""
                  - {id: some, when: 'touches(op.resources, "a*") && !within(op.resources, "a*")', decide: hold}
                  - {id: all, when: 'within(op.resources, "a*")', decide: hold}
                  - {id: never, when: '"ab" in op.resources', decide: hold}
                  - {id: rest, decide: block}
                """);
        assertThat(report.complete()).isTrue();
        assertThat(report.neverFires()).extracting(NeverFires::rule).containsExactly("never");
    }

    @Test
    void what_it_can_not_divide_makes_it_incomplete_and_is_named() {
        var report = prove("""
                  - {id: pattern, when: 'op.command.matches("DROP.*")', decide: block}
                  - {id: stated, when: 'has(evidence.fields.x) && evidence.fields.x == 3', decide: block}
                  - {id: two, when: target.environment == session.environment, decide: block}
                  - {id: rest, decide: block}
                """);
        assertThat(report.complete()).isFalse();
        assertThat(report.gaps())
                .containsExactly(
                        new Gap("pattern", 4, "matches"),
                        new Gap("stated", 5, "a value that it makes"),
                        new Gap("stated", 5, "a comparison that it does not know"),
                        new Gap("two", 6, "a comparison of two things that both vary"));
    }

    @Test
    void without_findings_an_incomplete_search_exits_with_3() {
        var report = prove("  - {id: rest, when: 'op.command.matches(\".+\")', decide: block}\n");
        assertThat(report.neverFires()).extracting(NeverFires::rule).containsExactly("rest");
        assertThat(report).returns(true, ProofReport::clean).returns(3, ProofReport::exitCode);
    }

    @Test
    void a_search_that_is_cut_short_says_so() {
        var report = Prover.prove(Shipped.DEFAULT.policy(), 50);
        assertThat(report.complete()).isFalse();
        assertThat(report.gaps()).containsExactly(new Gap("", 0, "more than 50 cases"));
        assertThat(report.cases()).isEqualTo(50);
    }

    @Test
    void nothing_that_happens_was_called_impossible() {
        var complete = new AtomicInteger();
        Cases.run(Cases.MANY / 100, seed -> {
            var random = new RandomPolicies(new Random(seed));
            var policy = Given.policy(RandomPolicies.yaml(random.specs()));
            var report = Prover.prove(policy, 20_000);
            if (!report.complete()) {
                return;
            }
            complete.incrementAndGet();
            var never = report.neverFires().stream().map(NeverFires::rule).toList();
            var paths = new HashSet<String>();
            report.unattended().forEach(p -> paths.add(p.rule() + p.tier() + p.reversibility()));
            for (int i = 0; i < 500; i++) {
                var facts = random.facts();
                var verdict = policy.decide(facts);
                assertThat(never).as(() -> policy.rules() + " " + facts).doesNotContain(verdict.ruleId());
                if (verdict.decision().runs()
                        && grave(facts.op().tier(), facts.op().reversibility())) {
                    assertThat(paths)
                            .as(() -> verdict + " " + facts)
                            .contains(
                                    path(verdict, facts.op().tier(), facts.op().reversibility()));
                }
            }
        });
        assertThat(complete.get()).isGreaterThan(Cases.MANY / 400);
    }

    private static String path(Verdict verdict, Tier tier, Reversibility reversibility) {
        return (verdict.ruleId() + tier + reversibility).toLowerCase(java.util.Locale.ROOT);
    }

    private static boolean grave(Tier tier, Reversibility reversibility) {
        return tier == Tier.DESTRUCTIVE || reversibility == Reversibility.IRREVERSIBLE;
    }

    @Test
    void texts_are_divided_as_all_short_texts_are() {
        Cases.run(200, seed -> {
            var random = new Random(seed);
            var globs = new ArrayList<Glob>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                globs.add(new Glob(text(random, "ab*")));
            }
            var cells = TextCells.of(globs);
            assertThat(cells.complete()).isTrue();
            var kinds = new HashSet<List<Boolean>>();
            cells.texts()
                    .forEach(text -> assertThat(kinds.add(kind(globs, text))).isTrue());
            for (int i = 0; i < 2_000; i++) {
                assertThat(kinds).contains(kind(globs, text(random, "abc")));
            }
        });
    }

    private static String text(Random random, String letters) {
        var text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private static List<Boolean> kind(List<Glob> globs, String text) {
        return globs.stream().map(g -> g.matches(text)).toList();
    }
}
