package dev.astern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import org.junit.jupiter.api.Test;

final class ShippedTest {
    private static final Policy DEFAULT = Shipped.DEFAULT.policy();

    @Test
    void reads_drafts_and_proposals_run() {
        for (var tier : new Tier[] {Tier.READ, Tier.DRAFT, Tier.PROPOSE}) {
            assertThat(DEFAULT.decide(Given.facts(tier, Reversibility.TRIVIALLY_REVERSIBLE))
                            .decision())
                    .isEqualTo(Decision.ALLOW);
        }
    }

    @Test
    void a_small_write_runs_once_its_size_is_known() {
        assertThat(DEFAULT.decide(Given.write()))
                .returns(Decision.HOLD, Verdict::decision)
                .returns(true, Verdict::previewAsked);
        assertThat(DEFAULT.decide(Given.write().with(Given.rows(100))).decision())
                .isEqualTo(Decision.ALLOW);
        assertThat(DEFAULT.decide(Given.write().with(Given.rows(101))))
                .returns(Decision.HOLD, Verdict::decision)
                .returns("bulk", Verdict::ruleId);
    }

    @Test
    void money_above_the_threshold_is_held() {
        assertThat(DEFAULT.decide(Given.write().with(Given.amount("50", "GBP"))).decision())
                .isEqualTo(Decision.ALLOW);
        assertThat(DEFAULT.decide(Given.write().with(Given.amount("50.01", "GBP"))))
                .returns(Decision.HOLD, Verdict::decision)
                .returns("amount", Verdict::ruleId)
                .returns(Verdict.Code.CHECK_FAILED, Verdict::code);
    }

    @Test
    void destruction_backup_and_compensation_are_held_and_the_irreversible_is_blocked() {
        assertThat(DEFAULT.decide(Given.facts(Tier.DESTRUCTIVE, Reversibility.REVERSIBLE_WITH_STATE)))
                .returns(Decision.HOLD, Verdict::decision)
                .returns("destructive", Verdict::ruleId);
        assertThat(DEFAULT.decide(Given.facts(Tier.WRITE, Reversibility.REVERSIBLE_WITH_BACKUP))
                        .decision())
                .isEqualTo(Decision.HOLD);
        assertThat(DEFAULT.decide(Given.facts(Tier.WRITE, Reversibility.PARTIALLY_REVERSIBLE))
                        .decision())
                .isEqualTo(Decision.HOLD);
        assertThat(DEFAULT.decide(Given.facts(Tier.READ, Reversibility.IRREVERSIBLE))
                        .decision())
                .isEqualTo(Decision.BLOCK);
        assertThat(DEFAULT.decide(Given.facts(Given.op(Tier.READ, Reversibility.TRIVIALLY_REVERSIBLE, false))))
                .returns(Decision.BLOCK, Verdict::decision)
                .returns("unknown-tool", Verdict::ruleId);
    }

    @Test
    void the_permissive_policy_allows_what_can_be_allowed() {
        var permissive = Shipped.PERMISSIVE.policy();
        assertThat(permissive
                        .decide(Given.facts(Tier.DESTRUCTIVE, Reversibility.REVERSIBLE_WITH_STATE))
                        .decision())
                .isEqualTo(Decision.ALLOW);
        assertThat(permissive
                        .decide(Given.facts(Tier.WRITE, Reversibility.REVERSIBLE_WITH_BACKUP))
                        .decision())
                .isEqualTo(Decision.HOLD);
        assertThat(permissive
                        .decide(Given.facts(Tier.WRITE, Reversibility.IRREVERSIBLE))
                        .hold()
                        .orElseThrow()
                        .quorum())
                .isEqualTo(2);
    }
}
