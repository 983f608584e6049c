package dev.astern.policy;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One rule of a policy.
 *
 * @param require checks before write; if one is not met, the decision is at least {@code otherwise}
 * @param approval what a hold asks for; {@link HoldTerms#DEFAULT} if the policy says nothing
 * @param approvalStated whether the policy says it
 * @param reason for people; empty if the policy gives none
 * @param owner who answers for the rule; may be empty
 * @param line where its id stands, from 1
 */
public record Rule(
        String id,
        Match match,
        Optional<Condition> when,
        List<Check> require,
        Decision otherwise,
        Decision decide,
        HoldTerms approval,
        boolean approvalStated,
        String reason,
        String owner,
        int line,
        int column) {
    public Rule {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(match, "match");
        Objects.requireNonNull(when, "when");
        Objects.requireNonNull(approval, "approval");
        require = List.copyOf(require);
        if (otherwise.runs()) {
            throw new IllegalArgumentException("an unmet check holds or blocks: " + otherwise);
        }
    }
}
