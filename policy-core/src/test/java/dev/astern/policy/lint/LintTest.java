package dev.astern.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.policy.Finding;
import dev.astern.policy.Shipped;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LintTest {
    private static List<String> of(String rules) {
        return Lint.of("policy: 1\nname: p\nrules:\n" + rules).findings().stream()
                .map(Finding::toString)
                .toList();
    }

    @Test
    void the_shipped_policies_are_clean() {
        for (var shipped : Shipped.values()) {
            assertThat(Lint.of(shipped.text()))
                    .returns(List.of(), LintReport::findings)
                    .returns(0, LintReport::exitCode);
        }
    }

    @Test
    void what_is_malformed_is_no_policy() {
        var report = Lint.of("rules: 3");
        assertThat(report).returns(false, LintReport::usable).returns(1, LintReport::exitCode);
        assertThat(report.findings()).hasSize(3);
    }

    @Test
    void a_rule_behind_one_that_matches_all_it_matches() {
        assertThat(of("""
                  - {id: wide, match: {verb: "up*"}, decide: hold}
                  - {id: narrow, match: {verb: [update, upsert], tool: x}, decide: allow}
                  - {id: other, match: {verb: [update, delete]}, decide: allow}
                """))
                .containsExactly(
                        "5:10: warning: the rule narrow never fires: wide in line 4 matches all that it matches"
                                + " [never_fires]");
        assertThat(of("""
                  - {id: all, match: {tier: [read, draft, propose, write, destructive]}, decide: hold}
                  - {id: any, decide: block}
                """)).singleElement().asString().contains("any never fires");
        assertThat(of("""
                  - {id: all, match: {verb: "*"}, decide: hold}
                  - {id: any, decide: block}
                """)).singleElement().asString().contains("any never fires");
        assertThat(of("""
                  - {id: all, when: op.known, decide: hold}
                  - {id: any, decide: block}
                """)).isEmpty();
        assertThat(of("""
                  - {id: a, match: {stage: [shadow, assisted, constrained_write, limited_autonomous]}, decide: hold}
                  - {id: without-a-stage, decide: block}
                """)).isEmpty();
    }

    @Test
    void what_a_block_leaves_without_effect() {
        assertThat(of("  - {id: a, decide: block, require: {sources: 1}, approval: {quorum: 2}}\n"))
                .containsExactly(
                        "4:10: warning: the rule a blocks whether or not its checks are met [no_effect]",
                        "4:10: warning: the rule a blocks, so that nobody is asked to approve [no_effect]");
        assertThat(of("  - {id: a, decide: allow, require: {sources: 1}, approval: {quorum: 2}}\n"))
                .isEmpty();
    }

    @Test
    void what_is_below_the_floor() {
        assertThat(of("  - {id: a, match: {reversibility: [irreversible, partially_reversible]}, decide: allow}\n"))
                .containsExactly(
                        "4:10: warning: what is irreversible is blocked, whatever a says, unless it is held with quorum 2"
                                + " and recovery_owner: true [below_floor]",
                        "4:10: warning: what is partially_reversible is held, whatever a says [below_floor]");
        assertThat(of("  - {id: a, match: {reversibility: irreversible}, decide: hold, approval: {quorum: 2}}\n"))
                .hasSize(1);
        assertThat(of("  - {id: a, match: {reversibility: irreversible}, decide: hold,"
                        + " approval: {quorum: 2, recovery_owner: true}}\n"))
                .isEmpty();
        assertThat(of("  - {id: a, match: {reversibility: irreversible}, decide: block}\n"))
                .isEmpty();
        assertThat(of("  - {id: a, match: {reversibility: reversible_with_backup}, decide: hold}\n"))
                .isEmpty();
        assertThat(of("  - {id: a, match: {reversibility: reversible_with_backup}, decide: observe}\n"))
                .hasSize(1);
        assertThat(of("  - {id: a, match: {reversibility: reversible_with_state}, decide: allow}\n"))
                .isEmpty();
    }
}
