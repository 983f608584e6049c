package dev.astern.policy;

import dev.astern.connector.Reversibility;
import dev.astern.policy.HoldTerms.Need;

/**
 * What no rule can go below: how strict a decision has to be for what can't be taken back exactly. Rules may be stricter.
 *
 * @param terms what a hold asks for
 * @param why why the decision was changed; empty if it was not
 */
record Floor(Decision decision, HoldTerms terms, String why) {
    static final int IRREVERSIBLE_QUORUM = 2;

    static Floor of(Reversibility reversibility, Decision decided, HoldTerms terms) {
        return switch (reversibility) {
            case TRIVIALLY_REVERSIBLE, REVERSIBLE_WITH_STATE -> new Floor(decided, terms, "");
            case REVERSIBLE_WITH_BACKUP ->
                held(decided, terms, Need.SNAPSHOT_PROVEN, "what is only reversible with a backup waits for a person");
            case PARTIALLY_REVERSIBLE ->
                held(decided, terms, Need.COMPENSATION_NAMED, "what can only be compensated waits for a person");
            case IRREVERSIBLE -> irreversible(decided, terms);
        };
    }

    private static Floor held(Decision decided, HoldTerms terms, Need need, String why) {
        return new Floor(decided.stricter(Decision.HOLD), terms.with(need), decided.runs() ? why : "");
    }

    private static Floor irreversible(Decision decided, HoldTerms terms) {
        if (decided == Decision.BLOCK) {
            return new Floor(Decision.BLOCK, terms, "");
        }
        if (decided == Decision.HOLD && terms.quorum() >= IRREVERSIBLE_QUORUM && terms.needsRecoveryOwner()) {
            return new Floor(Decision.HOLD, terms.with(Need.ROLLBACK_CONFIRMED), "");
        }
        return new Floor(
                Decision.BLOCK,
                terms,
                "what is irreversible needs a rule that holds it for two approvers and a recovery owner");
    }
}
