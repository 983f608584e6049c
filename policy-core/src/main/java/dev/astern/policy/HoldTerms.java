package dev.astern.policy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What has to happen before a held action may run. An action whose time is over is refused, never approved.
 *
 * @param quorum how many people have to approve, at least 1
 * @param distinctFrom whom none of them may be
 * @param decideBy how long they have
 * @param executeBy how long the approval is good for
 * @param needs what they have to see or state
 */
public record HoldTerms(
        int quorum, List<Distinct> distinctFrom, Duration decideBy, Duration executeBy, Set<Need> needs) {
    public static final int QUORUM_MAX = 10;
    public static final HoldTerms DEFAULT =
            new HoldTerms(1, List.of(Distinct.REQUESTER), Duration.ofHours(24), Duration.ofHours(1), Set.of());

    /** What approvers have to see or state. */
    public enum Need {
        /** They confirm that they looked whether it can be rolled back. */
        ROLLBACK_CONFIRMED,
        /** They name who brings things back if it goes wrong. */
        RECOVERY_OWNER,
        /** A snapshot exists and was proven to restore. */
        SNAPSHOT_PROVEN,
        /** The compensating action is named. */
        COMPENSATION_NAMED
    }

    public HoldTerms {
        if (quorum < 1 || quorum > QUORUM_MAX) {
            throw new IllegalArgumentException("a quorum is from 1 to " + QUORUM_MAX + ": " + quorum);
        }
        if (!decideBy.isPositive() || !executeBy.isPositive()) {
            throw new IllegalArgumentException("decideBy and executeBy are positive: " + decideBy + ", " + executeBy);
        }
        distinctFrom = List.copyOf(distinctFrom);
        needs = Set.copyOf(needs);
    }

    /** Whether approvers have to confirm that they looked whether it can be rolled back. */
    public boolean needsTick() {
        return needs.contains(Need.ROLLBACK_CONFIRMED);
    }

    /** Whether somebody has to be named who brings things back. */
    public boolean needsRecoveryOwner() {
        return needs.contains(Need.RECOVERY_OWNER);
    }

    /** The same, and one need more. */
    public HoldTerms with(Need need) {
        var more = EnumSet.of(need);
        more.addAll(needs);
        return new HoldTerms(quorum, distinctFrom, decideBy, executeBy, more);
    }
}
