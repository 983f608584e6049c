package dev.astern.model;

import dev.astern.connector.ResourceCount;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One proposed operation on one target, from proposal to outcome.
 *
 * @param id {@code act_…}
 * @param sessionId whose
 * @param target where
 * @param tool the connector's tool, for example {@code run_sql}; {@code undo} for an undo
 * @param verb what it does, for example {@code update}
 * @param summary one line for people
 * @param tier how severe, as last seen
 * @param reversibility what undoing it takes, as last seen
 * @param rehearsal true when it was to be taken back in any case
 * @param idempotencyKey the caller's, unique in the session, or null
 * @param requestDigest SHA-256 in hex of the request, to tell a repeat from a different request
 * @param node which node runs it
 * @param proposedAt when
 * @param state where it is
 * @param outcome what came of it; null while it is {@link ActionState#HELD} or {@link ActionState#RUNNING}
 */
public record Action(
        String id,
        String sessionId,
        String target,
        String tool,
        String verb,
        String summary,
        Tier tier,
        Reversibility reversibility,
        boolean rehearsal,
        @Nullable String idempotencyKey,
        String requestDigest,
        String node,
        Instant proposedAt,
        ActionState state,
        @Nullable Outcome outcome) {
    /**
     * @param finishedAt when it was known
     * @param counts what it changed, per resource
     * @param digest over the captured images; empty when there are none
     * @param notes what is not captured
     * @param reason the reason's code where it is refused, failed, unconfirmed, or applied beyond what was let
     *     through; or null
     * @param detail one sentence to the reason, or null
     * @param answer the answer that the caller got, as JSON text, so that a repeat gets the same
     */
    public record Outcome(
            Instant finishedAt,
            List<ResourceCount> counts,
            String digest,
            List<String> notes,
            @Nullable String reason,
            @Nullable String detail,
            String answer) {
        /** The answer in place of one whose key was destroyed. */
        public static final String ERASED = "";

        public Outcome {
            Objects.requireNonNull(finishedAt, "finishedAt");
            counts = List.copyOf(counts);
            Objects.requireNonNull(digest, "digest");
            notes = List.copyOf(notes);
            Objects.requireNonNull(answer, "answer");
        }
    }

    public Action {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(state, "state");
        boolean open = state == ActionState.HELD || state == ActionState.RUNNING;
        if ((outcome == null) != open) {
            throw new IllegalArgumentException("action " + id + " is " + state + " with outcome " + outcome + ": bug");
        }
    }

    /** The same, to be taken back in any case. */
    public Action asRehearsal() {
        return copy(true, node, tier, reversibility, state, outcome);
    }

    /** The same where it is run at last, by whichever node. */
    public Action running(String node) {
        return copy(rehearsal, node, tier, reversibility, ActionState.RUNNING, null);
    }

    /** The same where people are asked first. */
    public Action held(Tier tier, Reversibility reversibility) {
        return copy(rehearsal, node, tier, reversibility, ActionState.HELD, null);
    }

    /** The same at its end. */
    public Action finished(Tier tier, Reversibility reversibility, ActionState state, Outcome outcome) {
        return copy(rehearsal, node, tier, reversibility, state, outcome);
    }

    private Action copy(
            boolean rehearsal,
            String node,
            Tier tier,
            Reversibility reversibility,
            ActionState state,
            @Nullable Outcome outcome) {
        return new Action(
                id,
                sessionId,
                target,
                tool,
                verb,
                summary,
                tier,
                reversibility,
                rehearsal,
                idempotencyKey,
                requestDigest,
                node,
                proposedAt,
                state,
                outcome);
    }
}
