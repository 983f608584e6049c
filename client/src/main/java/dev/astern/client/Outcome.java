package dev.astern.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a proposal ended. */
public sealed interface Outcome {
    /**
     * It is in effect; or, if that was wanted, was rehearsed and taken back.
     *
     * @param action its id
     * @param state {@code APPLIED} or {@code REHEARSED}
     * @param digest of its effects, for {@link Proposal#expecting}
     * @param repeated whether this is the outcome of an earlier proposal under the same key, and nothing was done now
     */
    record Done(
            String action,
            ActionState state,
            String tier,
            String reversibility,
            List<ResourceCount> counts,
            String digest,
            List<String> notes,
            List<Result> results,
            boolean repeated)
            implements Outcome {
        public Done {
            counts = List.copyOf(counts);
            notes = List.copyOf(notes);
            results = List.copyOf(results);
        }
    }

    /**
     * People decide about it, and nothing of it is in effect. Ask for it by {@link AgentClient#status} or
     * {@link AgentClient#await}; do not propose it again.
     *
     * @param action its id
     * @param approval the request's id, or empty where the proposal was a repeat
     * @param page where people decide, or empty
     * @param why it is held
     * @param rule of the policy, or empty
     * @param counts what it would change
     * @param decideBy when it is refused unless somebody decided; nothing where the proposal was a repeat
     */
    record Held(
            String action,
            String approval,
            String page,
            String why,
            String rule,
            List<ResourceCount> counts,
            Optional<Instant> decideBy,
            String next)
            implements Outcome {
        public Held {
            counts = List.copyOf(counts);
        }
    }

    /**
     * Nothing of it is in effect by this sending. Where the same proposal was sent before and that was unconfirmed, a refusal
     * that is not about the action itself (a stop, an ended session, {@code unreachable}) leaves it so.
     *
     * @param reason the stable code, for example {@code policy_blocked}; {@code unreachable} where it was never sent
     * @param detail about this very case
     * @param next what to do
     * @param action its id, or empty where it did not get that far
     * @param facts more for programs
     */
    record Refused(String reason, String detail, String next, String action, Map<String, String> facts)
            implements Outcome {
        public Refused {
            facts = Map.copyOf(facts);
        }
    }

    /**
     * This answer does not say whether it is in effect. Never propose it anew under another key; performing the very same
     * proposal again is safe, because its key gets the first outcome.
     *
     * @param reason the stable code: {@code unconfirmed}, or for example {@code no_answer}
     * @param action its id, or empty where that is not known
     */
    record Unconfirmed(String reason, String detail, String next, String action, Map<String, String> facts)
            implements Outcome {
        public Unconfirmed {
            facts = Map.copyOf(facts);
        }
    }
}
