package dev.astern.model;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.policy.HoldTerms;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request that people let an action run. What they decide is bound to its fingerprint and used once.
 *
 * @param id {@code apr_…}
 * @param actionId what is held
 * @param sessionId whose
 * @param agent who asked, for finding who approved that agent's last action
 * @param target where
 * @param round counts up each time that what was shown has moved; votes of earlier rounds count no more
 * @param fingerprint over tool, arguments, target, state before, agent version and policy
 * @param policyDigest the policy that asked for it
 * @param rule its rule
 * @param why a sentence for people
 * @param tier how severe, as rehearsed
 * @param reversibility what undoing it takes, as rehearsed
 * @param risk 0 to 100
 * @param terms who has to agree, and within which time
 * @param state where it is
 * @param heldAt when it was first held
 * @param decideBy from then on it is refused; a stop that covers it makes both times later by as long as it is in force
 * @param executeBy from then on an approval that was not used is refused; null before it is approved
 * @param node which node runs it, or null
 * @param votes of all rounds, in order
 */
public record Approval(
        String id,
        String actionId,
        String sessionId,
        String agent,
        String target,
        int round,
        String fingerprint,
        String policyDigest,
        String rule,
        String why,
        Tier tier,
        Reversibility reversibility,
        int risk,
        HoldTerms terms,
        State state,
        Instant heldAt,
        Instant decideBy,
        @Nullable Instant executeBy,
        @Nullable String node,
        List<Vote> votes) {
    /** Where a request is. */
    public enum State {
        /** People decide. */
        PENDING,
        /** Enough have agreed; it will run. */
        APPROVED,
        /** It runs, on one node. */
        RUNNING,
        /** It ran; how it ended is its action's to say. */
        DONE,
        /** Somebody said no. */
        DENIED,
        /** Time did. */
        EXPIRED,
        /** Its session ended before it could run. */
        WITHDRAWN;

        public boolean open() {
            return this == PENDING || this == APPROVED || this == RUNNING;
        }

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a person said. */
    public enum Choice {
        APPROVE,
        DENY,
        /** It is to run without those who would have to agree. */
        BREAK_GLASS;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param operator whose
     * @param name the operator's, for people
     * @param reason in the operator's words
     * @param confirmed what the operator confirmed of what approvers were asked to
     * @param recoveryOwner who brings things back if it goes wrong, or null
     * @param lookedAt when the operator first opened what was to be decided, or null for never
     */
    public record Vote(
            int round,
            String operator,
            String name,
            Choice choice,
            String reason,
            Set<HoldTerms.Need> confirmed,
            @Nullable String recoveryOwner,
            @Nullable Instant lookedAt,
            Instant at) {
        public Vote {
            Objects.requireNonNull(operator, "operator");
            Objects.requireNonNull(choice, "choice");
            Objects.requireNonNull(at, "at");
            confirmed = Set.copyOf(confirmed);
        }
    }

    public Approval {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(terms, "terms");
        Objects.requireNonNull(state, "state");
        votes = List.copyOf(votes);
        if ((state == State.APPROVED || state == State.RUNNING) && executeBy == null) {
            throw new IllegalArgumentException("approval " + id + " is " + state + " without a time: bug");
        }
    }

    /** Votes that count now. */
    public List<Vote> currentVotes() {
        return votes.stream().filter(vote -> vote.round() == round).toList();
    }

    public Approval with(State next) {
        return change(next, round, fingerprint, decideBy, executeBy, node, votes);
    }

    public Approval with(Vote vote) {
        var more = new java.util.ArrayList<>(votes);
        more.add(vote);
        return change(state, round, fingerprint, decideBy, executeBy, node, more);
    }

    public Approval approved(Instant by) {
        return change(State.APPROVED, round, fingerprint, decideBy, by, node, votes);
    }

    public Approval runningOn(String name) {
        return change(State.RUNNING, round, fingerprint, decideBy, executeBy, name, votes);
    }

    /** Something moved: people look again. */
    public Approval again(String print, String policy, Tier seen, Reversibility known, int score, Instant decide) {
        return new Approval(
                id,
                actionId,
                sessionId,
                agent,
                target,
                round + 1,
                print,
                policy,
                rule,
                why,
                seen,
                known,
                score,
                terms,
                State.PENDING,
                heldAt,
                decide,
                null,
                null,
                votes);
    }

    private Approval change(
            State next,
            int nextRound,
            String print,
            Instant decide,
            @Nullable Instant execute,
            @Nullable String on,
            List<Vote> nextVotes) {
        return new Approval(
                id,
                actionId,
                sessionId,
                agent,
                target,
                nextRound,
                print,
                policyDigest,
                rule,
                why,
                tier,
                reversibility,
                risk,
                terms,
                next,
                heldAt,
                decide,
                execute,
                on,
                nextVotes);
    }
}
