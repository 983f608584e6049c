package dev.astern.gate;

import dev.astern.policy.Decision;
import dev.astern.policy.HoldTerms;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What was decided, by which rule, and why.
 *
 * @param would what it would have been, where its target only observes; such an action runs
 * @param policy in force when it was decided
 * @param rule its rule's id
 * @param why a sentence for people
 * @param risk 0 to 100
 * @param terms how the risk came about, one line each
 * @param hold who has to agree; present exactly when the decision is to hold
 * @param provisional that figures were needed which nobody had yet; decide again when they are there
 * @param rehearseOnly that its workflow is in shadow: what it would do is recorded, and nothing is done
 */
public record Ruling(
        Decision decision,
        Optional<Decision> would,
        PolicyRef policy,
        String rule,
        String why,
        int risk,
        List<String> terms,
        Optional<HoldTerms> hold,
        boolean provisional,
        boolean rehearseOnly) {
    /** Which policy. */
    public record PolicyRef(String name, String version, String digest) {}

    public Ruling {
        Objects.requireNonNull(decision, "decision");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(why, "why");
        terms = List.copyOf(terms);
    }

    /** The same where a limit of the session is reached, which people may let it go beyond. */
    public Ruling limited(String words) {
        return new Ruling(
                Decision.HOLD,
                Optional.empty(),
                policy,
                "limit",
                words,
                risk,
                terms,
                Optional.of(HoldTerms.DEFAULT),
                false,
                rehearseOnly);
    }

    /** The same for what was tried out elsewhere: people always decide whether it is done here, too. */
    public Ruling promoted(String action) {
        return hold.isPresent()
                ? this
                : new Ruling(
                        Decision.HOLD,
                        Optional.empty(),
                        policy,
                        "promotion",
                        "It was tried out as " + action + "; people always decide about promoting it.",
                        risk,
                        terms,
                        Optional.of(HoldTerms.DEFAULT),
                        false,
                        rehearseOnly);
    }

    public boolean runs() {
        return decision.runs();
    }
}
