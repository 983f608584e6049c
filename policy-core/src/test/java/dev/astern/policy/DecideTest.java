package dev.astern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.policy.HoldTerms.Need;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DecideTest {
    @Test
    void the_first_rule_that_matches_decides() {
        var policy = Given.policy("""
                policy: 1
                name: two
                rules:
                  - {id: first, match: {verb: update}, decide: hold}
                  - {id: second, decide: allow}
                """);
        assertThat(policy.decide(Given.write()))
                .returns("first", Verdict::ruleId)
                .returns(Decision.HOLD, Verdict::decision);
    }

    @Test
    void what_no_rule_matches_is_blocked() {
        var verdict = Given.rule("match: {verb: delete}\ndecide: allow").decide(Given.write());
        assertThat(verdict.decision()).isEqualTo(Decision.BLOCK);
        assertThat(verdict.ruleId()).isEqualTo("default");
        assertThat(verdict.code()).isEqualTo(Verdict.Code.NO_RULE);
        assertThat(verdict.reason()).contains("No rule of the policy test matches");
    }

    @Test
    void a_condition_that_throws_blocks_and_names_its_rule() {
        var verdict = Given.rule("when: evidence.fields.invoice == 'paid'\ndecide: allow")
                .decide(Given.write());
        assertThat(verdict.decision()).isEqualTo(Decision.BLOCK);
        assertThat(verdict.ruleId()).isEqualTo("the-rule");
        assertThat(verdict.code().code()).isEqualTo("policy_error");
        assertThat(verdict.reason()).contains("rule the-rule could not be evaluated", "invoice");
    }

    @Test
    void a_condition_that_reads_without_end_blocks() {
        var op = Given.op(Tier.WRITE, Reversibility.REVERSIBLE_WITH_STATE, true);
        var big = new OperationFacts(
                op.tool(),
                op.verb(),
                op.tier(),
                op.reversibility(),
                List.of("a", "b", "c"),
                "x".repeat(100_000),
                "",
                RollbackSafe.YES,
                true);
        var policy = Given.rule("when: op.resources.all(r, op.command.matches('x*y|x*'))\ndecide: allow");
        assertThat(policy.decide(Given.facts(big)))
                .returns(Verdict.Code.POLICY_ERROR, Verdict::code)
                .returns(Decision.BLOCK, Verdict::decision);
        assertThat(Given.rule("when: op.command.matches('x*y|x*')\ndecide: allow")
                        .decide(Given.facts(big))
                        .decision())
                .isEqualTo(Decision.ALLOW);
    }

    @Test
    void loops_are_counted() {
        var resources = java.util.stream.IntStream.range(0, 2_000)
                .mapToObj(i -> "r" + i)
                .toList();
        var op = new OperationFacts(
                "t", "v", Tier.WRITE, Reversibility.TRIVIALLY_REVERSIBLE, resources, "", "", RollbackSafe.YES, true);
        assertThat(Given.rule("when: op.resources.all(r, r != '')\ndecide: allow")
                        .decide(Given.facts(op))
                        .code())
                .isEqualTo(Verdict.Code.POLICY_ERROR);
    }

    @Test
    void irreversible_actions_are_never_let_through_by_a_rule_that_allows() {
        var facts = Given.facts(Tier.WRITE, Reversibility.IRREVERSIBLE);
        for (var decide : List.of("allow", "observe", "hold")) {
            var verdict = Given.rule("decide: " + decide).decide(facts);
            assertThat(verdict)
                    .as(decide)
                    .returns(Decision.BLOCK, Verdict::decision)
                    .returns(Verdict.Code.FLOOR, Verdict::code);
            assertThat(verdict.reason()).contains("two approvers and a recovery owner");
        }
        assertThat(Given.rule("decide: block").decide(facts).code()).isEqualTo(Verdict.Code.RULE);
    }

    @Test
    void irreversible_actions_are_held_only_for_two_approvers_and_a_recovery_owner() {
        var facts = Given.facts(Tier.WRITE, Reversibility.IRREVERSIBLE);
        assertThat(Given.rule("decide: hold\napproval: {quorum: 2}")
                        .decide(facts)
                        .decision())
                .isEqualTo(Decision.BLOCK);
        assertThat(Given.rule("decide: hold\napproval: {quorum: 1, recovery_owner: true}")
                        .decide(facts)
                        .decision())
                .isEqualTo(Decision.BLOCK);
        var verdict = Given.rule("decide: hold\napproval: {quorum: 2, recovery_owner: true}")
                .decide(facts);
        assertThat(verdict.decision()).isEqualTo(Decision.HOLD);
        assertThat(verdict.code()).isEqualTo(Verdict.Code.RULE);
        assertThat(verdict.hold().orElseThrow())
                .returns(2, HoldTerms::quorum)
                .returns(true, HoldTerms::needsRecoveryOwner)
                .returns(true, HoldTerms::needsTick);
        assertThat(Given.rule("decide: allow\napproval: {quorum: 2, recovery_owner: true}")
                        .decide(facts)
                        .decision())
                .isEqualTo(Decision.BLOCK);
    }

    @Test
    void what_needs_a_backup_or_compensation_waits_for_a_person() {
        var backup = Given.rule("decide: allow").decide(Given.facts(Tier.WRITE, Reversibility.REVERSIBLE_WITH_BACKUP));
        assertThat(backup).returns(Decision.HOLD, Verdict::decision).returns(Verdict.Code.FLOOR, Verdict::code);
        assertThat(backup.hold().orElseThrow().needs()).containsExactly(Need.SNAPSHOT_PROVEN);
        var partly = Given.rule("decide: observe").decide(Given.facts(Tier.WRITE, Reversibility.PARTIALLY_REVERSIBLE));
        assertThat(partly).returns(Decision.HOLD, Verdict::decision).returns(Verdict.Code.FLOOR, Verdict::code);
        assertThat(partly.hold().orElseThrow().needs()).containsExactly(Need.COMPENSATION_NAMED);
        var held = Given.rule("decide: hold\napproval: {quorum: 3}")
                .decide(Given.facts(Tier.WRITE, Reversibility.PARTIALLY_REVERSIBLE));
        assertThat(held).returns(Verdict.Code.RULE, Verdict::code);
        assertThat(held.hold().orElseThrow())
                .returns(3, HoldTerms::quorum)
                .returns(java.util.Set.of(Need.COMPENSATION_NAMED), HoldTerms::needs);
        assertThat(Given.rule("decide: block")
                        .decide(Given.facts(Tier.WRITE, Reversibility.PARTIALLY_REVERSIBLE))
                        .decision())
                .isEqualTo(Decision.BLOCK);
    }

    @Test
    void what_its_before_state_takes_back_is_as_the_rule_says() {
        for (var easy : List.of(Reversibility.TRIVIALLY_REVERSIBLE, Reversibility.REVERSIBLE_WITH_STATE)) {
            for (var decision : Decision.values()) {
                var verdict = Given.rule("decide: " + decision.code()).decide(Given.facts(Tier.DESTRUCTIVE, easy));
                assertThat(verdict).returns(decision, Verdict::decision).returns(Verdict.Code.RULE, Verdict::code);
            }
        }
    }

    @Test
    void an_unknown_tool_is_destructive_and_irreversible_whatever_it_says() {
        var op = Given.op(Tier.READ, Reversibility.TRIVIALLY_REVERSIBLE, false);
        assertThat(op)
                .returns(Tier.DESTRUCTIVE, OperationFacts::tier)
                .returns(Reversibility.IRREVERSIBLE, OperationFacts::reversibility);
        assertThat(Given.rule("decide: allow").decide(Given.facts(op)).decision())
                .isEqualTo(Decision.BLOCK);
        assertThat(Given.rule("match: {tier: read}\ndecide: allow")
                        .decide(Given.facts(op))
                        .ruleId())
                .isEqualTo("default");
    }

    @Test
    void a_hold_without_terms_asks_for_one_person_who_is_not_the_requester() {
        var terms = Given.rule("decide: hold").decide(Given.write()).hold().orElseThrow();
        assertThat(terms)
                .isEqualTo(new HoldTerms(
                        1, List.of(Distinct.REQUESTER), Duration.ofHours(24), Duration.ofHours(1), java.util.Set.of()));
    }

    @Test
    void terms_are_as_they_are_written() {
        var terms = Given.rule("""
                decide: hold
                approval:
                  quorum: 2
                  distinct_from: [agent_owner, last_approver]
                  decide_by: 4h
                  execute_by: 90s
                  confirm_rollback: true
                  recovery_owner: false
                """).decide(Given.write()).hold().orElseThrow();
        assertThat(terms)
                .isEqualTo(new HoldTerms(
                        2,
                        List.of(Distinct.AGENT_OWNER, Distinct.LAST_APPROVER),
                        Duration.ofHours(4),
                        Duration.ofSeconds(90),
                        java.util.Set.of(Need.ROLLBACK_CONFIRMED)));
    }

    @Test
    void without_a_preview_figures_read_as_the_worst_and_the_verdict_says_that_one_was_asked_for() {
        var small = Given.rule("when: preview.rows <= 100\ndecide: allow");
        assertThat(small.decide(Given.write()))
                .returns(Decision.BLOCK, Verdict::decision)
                .returns(true, Verdict::previewAsked);
        assertThat(small.decide(Given.write().with(Given.rows(100))))
                .returns(Decision.ALLOW, Verdict::decision)
                .returns(false, Verdict::previewAsked);
        assertThat(Given.rule("decide: allow").decide(Given.write()).previewAsked())
                .isFalse();
        for (var condition : List.of(
                "preview.rows > 1000",
                "preview.inserted > 1000",
                "preview.updated > 1000",
                "preview.deleted > 1000",
                "preview.share > 0.9",
                "preview.amount > 1e12",
                "preview.personal",
                "!preview.known",
                "!preview.has_amount && preview.currency == '' && preview.tables == []",
                "risk == 10")) {
            assertThat(Given.rule("when: \"" + condition + "\"\ndecide: hold").decide(Given.write()))
                    .as(condition)
                    .returns(Decision.HOLD, Verdict::decision)
                    .returns(true, Verdict::previewAsked);
        }
    }

    @Test
    void a_check_that_asks_for_the_preview_says_so() {
        for (var check : List.of("max_rows: 5", "max_share: 0.5", "max_amount: 5")) {
            var policy = Given.rule("require: {" + check + "}\ndecide: allow");
            assertThat(policy.decide(Given.write()))
                    .as(check)
                    .returns(Decision.HOLD, Verdict::decision)
                    .returns(true, Verdict::previewAsked);
        }
        assertThat(Given.rule("require: {sources: 1}\ndecide: allow")
                        .decide(Given.write())
                        .previewAsked())
                .isFalse();
    }

    @Test
    void conditions_see_what_was_used() {
        var used = new Used(Map.of("delete", 4L), Map.of("shop", 2L), 7, new BigDecimal("12.5"));
        for (var condition : List.of(
                "count(used.verb, 'delete') == 4",
                "count(used.verb, 'update') == 0",
                "count(used.target, target.name) == 2",
                "used.rows == 7",
                "used.amount == 12.5")) {
            assertThat(holds(condition, Given.used(Given.write(), used)))
                    .as(condition)
                    .isTrue();
        }
    }

    @Test
    void conditions_see_the_operation_the_session_and_the_target() {
        for (var condition : List.of(
                "op.tool == 'run_sql'",
                "op.verb == 'update'",
                "op.tier == 'write' && op.reversibility == 'reversible_with_state'",
                "op.resources == ['public.orders']",
                "op.command.startsWith('UPDATE')",
                "op.entry == ''",
                "op.known && !op.rollback_safe",
                "session.id == 'ses_1' && session.owner == 'olga' && session.environment == 'production'",
                "session.workflow == 'refunds' && session.stage == ''",
                "agent.name == 'refund-bot' && agent.version == 'refund-bot@14'",
                "target.name == 'shop' && target.kind == 'postgresql' && target.environment == 'production'",
                "time.hour == 12 && time.minute == 0 && time.weekday == 'wed' && time.business",
                "evidence.sources == 0 && evidence.fields == {} && evidence.confidence == 0.0",
                "evidence.age_seconds > 1000000000",
                "risk == 10")) {
            assertThat(holds(condition, Given.write())).as(condition).isTrue();
        }
    }

    @Test
    void functions_compare_and_match() {
        for (var condition : List.of(
                "at_least(op.tier, 'write')",
                "at_least(op.tier, 'propose')",
                "!at_least(op.tier, 'destructive')",
                "at_most(op.tier, 'write')",
                "at_most(op.tier, 'destructive')",
                "!at_most(op.tier, 'propose')",
                "at_most(op.reversibility, 'reversible_with_state')",
                "!at_least(op.reversibility, 'reversible_with_backup')",
                "glob(target.name, 'sh*')",
                "!glob(target.name, 'sh')",
                "touches(op.resources, 'public.*')",
                "!touches(op.resources, 'private.*')",
                "within(op.resources, 'public.*')",
                "!within([], 'public.*')",
                "!within(op.resources + ['x'], 'public.*')",
                "touches(op.resources + ['x'], 'public.*')")) {
            assertThat(holds(condition, Given.write())).as(condition).isTrue();
        }
    }

    @Test
    void a_policy_tells_time_in_its_own_zone_and_hours() {
        var policy = Given.policy("""
                policy: 1
                name: hours
                timezone: Asia/Tokyo
                business_hours: {days: [wed, thu], from: "20:00", to: "21:01", holidays: [2026-11-19]}
                rules:
                  - {id: open, when: time.business && time.hour == 21, decide: allow}
                """);
        assertThat(policy.decide(Given.write()).decision()).isEqualTo(Decision.ALLOW);
        assertThat(policy.decide(Given.at(Given.write(), Given.WEDNESDAY_NOON.plus(Duration.ofMinutes(1))))
                        .decision())
                .isEqualTo(Decision.BLOCK);
        assertThat(policy.decide(Given.at(Given.write(), Given.WEDNESDAY_NOON.plus(Duration.ofDays(1))))
                        .decision())
                .isEqualTo(Decision.BLOCK);
    }

    private static boolean holds(String condition, Facts facts) {
        var verdict = Given.rule("when: \"" + condition + "\"\ndecide: observe").decide(facts);
        assertThat(verdict.code()).as(condition + ": " + verdict.reason()).isNotEqualTo(Verdict.Code.POLICY_ERROR);
        return verdict.decision() == Decision.OBSERVE;
    }
}
