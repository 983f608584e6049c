package dev.astern.approval;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.model.Approval;
import dev.astern.model.Approval.Choice;
import dev.astern.model.Approval.State;
import dev.astern.model.Approval.Vote;
import dev.astern.policy.HoldTerms;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules of a vote: one no ends it, enough different people who are none of those it excludes make a yes, and nothing
 * is ever approved by time. Pure.
 */
final class Voting {
    private Voting() {}

    /**
     * What a request becomes by a vote.
     *
     * @param decideBy the end of the time for it
     * @param startedBy who started the session, and answers for the agent
     * @param lastApprover who approved this agent's action before
     * @throws ProblemException where the vote does not count, and why
     */
    static Approval vote(
            Approval approval, Vote vote, Instant decideBy, String startedBy, Optional<String> lastApprover) {
        check(approval, vote, decideBy);
        return switch (vote.choice()) {
            case DENY -> approval.with(vote).with(State.DENIED);
            case BREAK_GLASS -> {
                needReason(vote);
                yield approval.with(vote)
                        .approved(vote.at().plus(approval.terms().executeBy()));
            }
            case APPROVE -> {
                distinct(approval, vote, startedBy, lastApprover);
                confirmed(approval.terms(), vote);
                var counted = approval.with(vote);
                yield agreed(counted) >= approval.terms().quorum()
                        ? counted.approved(vote.at().plus(approval.terms().executeBy()))
                        : counted;
            }
        };
    }

    private static void check(Approval approval, Vote vote, Instant decideBy) {
        if (approval.state() != State.PENDING) {
            throw problem(
                    Reason.ALREADY_DECIDED,
                    "request " + approval.id() + " is " + approval.state().code());
        }
        if (!vote.at().isBefore(decideBy)) {
            throw problem(Reason.APPROVAL_EXPIRED, "it was to be decided by " + decideBy);
        }
        if (vote.round() != approval.round()) {
            throw problem(Reason.STALE_APPROVAL, "what it would do has moved since you looked");
        }
        if (approval.currentVotes().stream().anyMatch(v -> v.operator().equals(vote.operator()))) {
            throw problem(Reason.ALREADY_DECIDED, "you have decided about this; others have to agree, too");
        }
        if (vote.choice() == Choice.DENY) {
            needReason(vote);
        }
    }

    private static void needReason(Vote vote) {
        if (vote.reason().isBlank()) {
            throw problem(Reason.CONFIRMATION_MISSING, "say why");
        }
    }

    private static void distinct(Approval approval, Vote vote, String startedBy, Optional<String> lastApprover) {
        for (var distinct : approval.terms().distinctFrom()) {
            boolean same = switch (distinct) {
                case AGENT_OWNER, REQUESTER -> vote.operator().equals(startedBy);
                case LAST_APPROVER -> lastApprover.equals(Optional.of(vote.operator()));
            };
            if (same) {
                throw problem(
                        Reason.NOT_DISTINCT,
                        switch (distinct) {
                            case AGENT_OWNER, REQUESTER -> "you started this agent's session";
                            case LAST_APPROVER -> "you approved this agent's last action";
                        });
            }
        }
    }

    private static void confirmed(HoldTerms terms, Vote vote) {
        var missing = EnumSet.noneOf(HoldTerms.Need.class);
        for (var need : terms.needs()) {
            boolean met = need == HoldTerms.Need.RECOVERY_OWNER
                    ? vote.recoveryOwner() != null && !vote.recoveryOwner().isBlank()
                    : vote.confirmed().contains(need);
            if (!met) {
                missing.add(need);
            }
        }
        if (!missing.isEmpty()) {
            throw problem(Reason.CONFIRMATION_MISSING, "approvers of this have to confirm: " + names(missing));
        }
    }

    private static String names(Set<HoldTerms.Need> needs) {
        return needs.stream().map(need -> need.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "));
    }

    /** Nobody votes twice in a round, so these are as many people. */
    private static long agreed(Approval approval) {
        return approval.currentVotes().stream()
                .filter(vote -> vote.choice() == Choice.APPROVE)
                .count();
    }

    private static ProblemException problem(Reason reason, String detail) {
        return Problem.of(reason, detail).toException();
    }
}
