package dev.astern.approval;

import dev.astern.model.Approval;
import dev.astern.policy.HoldTerms;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an operator says about a request.
 *
 * @param round which round of it the operator saw; another one is {@code stale_approval}
 * @param reason in the operator's words; needed to deny and to break glass
 * @param confirmed of what approvers are asked to confirm
 * @param recoveryOwner who brings things back if it goes wrong, or null
 */
public record Ballot(
        Approval.Choice choice,
        int round,
        String reason,
        Set<HoldTerms.Need> confirmed,
        @Nullable String recoveryOwner) {
    public Ballot {
        Objects.requireNonNull(choice, "choice");
        Objects.requireNonNull(reason, "reason");
        confirmed = Set.copyOf(confirmed);
    }

    /** The same about another round. */
    Ballot in(int other) {
        return new Ballot(choice, other, reason, confirmed, recoveryOwner);
    }
}
