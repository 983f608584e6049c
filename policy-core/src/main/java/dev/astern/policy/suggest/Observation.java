package dev.astern.policy.suggest;

import dev.astern.policy.Facts;
import java.util.Objects;

/** An action and what became of it. Its facts have to hold what it did, as it was observed. */
public record Observation(Facts facts, Outcome outcome) {
    /** What became of an action. */
    public enum Outcome {
        /** It took effect, and nobody took it back. */
        SUCCEEDED,
        FAILED,
        /** It took effect and was taken back. */
        UNDONE,
        /** A person or the policy refused it. */
        REFUSED
    }

    public Observation {
        Objects.requireNonNull(facts, "facts");
        Objects.requireNonNull(outcome, "outcome");
    }
}
