package dev.astern.web;

import dev.astern.approval.Deadlines.Due;
import dev.astern.model.Approval;
import dev.astern.model.Approval.Choice;
import dev.astern.policy.HoldTerms.Need;
import java.time.Instant;
import java.util.List;

/**
 * A request as pages say it; all text is {@link Visible}.
 *
 * @param pending whether it can be decided
 * @param undo what taking it back takes, in a sentence
 * @param agreed how many have agreed to what is shown
 * @param excluded whom none of those who agree may be
 * @param ticks what approvers confirm
 * @param namesOwner whether approvers name who brings things back
 * @param decideBy time that was stopped does not count
 * @param left of the time to decide
 * @param stopped that a stop covers it, and its clock stands still
 */
public record RequestView(
        String id,
        String action,
        String session,
        String agent,
        String target,
        boolean pending,
        String state,
        String says,
        int round,
        String rule,
        String why,
        int risk,
        String tier,
        String reversibility,
        String undo,
        long agreed,
        int quorum,
        List<String> excluded,
        List<Tick> ticks,
        boolean namesOwner,
        String heldAt,
        String decideBy,
        String left,
        boolean stopped,
        String policy,
        String fingerprint,
        List<VoteView> votes) {
    public record Tick(String code, String words) {}

    /** @param current whether it counts for what is shown now */
    public record VoteView(
            String name,
            String choice,
            String reason,
            String owner,
            List<String> confirmed,
            String looked,
            String at,
            boolean current) {
        static VoteView of(Approval.Vote vote, int round) {
            var looked = vote.lookedAt();
            var owner = vote.recoveryOwner();
            return new VoteView(
                    Visible.text(vote.name()),
                    Words.choice(vote.choice()),
                    Visible.text(vote.reason()),
                    owner == null ? "" : Visible.text(owner),
                    vote.confirmed().stream().sorted().map(Words::of).toList(),
                    looked == null ? "never opened it" : "first opened it " + Words.time(looked),
                    Words.time(vote.at()),
                    vote.round() == round);
        }
    }

    static RequestView of(Approval approval, Due due, Instant now) {
        var terms = approval.terms();
        return new RequestView(
                approval.id(),
                approval.actionId(),
                approval.sessionId(),
                Visible.text(approval.agent()),
                Visible.text(approval.target()),
                approval.state() == Approval.State.PENDING,
                Words.of(approval.state()),
                Words.state(approval.state()),
                approval.round(),
                Visible.text(approval.rule()),
                Visible.text(approval.why()),
                approval.risk(),
                Words.of(approval.tier()),
                Words.of(approval.reversibility()),
                Words.undo(approval.reversibility()),
                approval.currentVotes().stream()
                        .filter(vote -> vote.choice() == Choice.APPROVE)
                        .count(),
                terms.quorum(),
                terms.distinctFrom().stream().map(Words::excluded).distinct().toList(),
                terms.needs().stream()
                        .filter(need -> need != Need.RECOVERY_OWNER)
                        .sorted()
                        .map(need -> new Tick(need.name(), Words.need(need)))
                        .toList(),
                terms.needsRecoveryOwner(),
                Words.time(approval.heldAt()),
                Words.time(due.decideBy()),
                Words.left(now, due.decideBy()),
                due.standStill(),
                approval.policyDigest(),
                approval.fingerprint(),
                approval.votes().stream()
                        .map(vote -> VoteView.of(vote, approval.round()))
                        .toList());
    }
}
