package dev.astern.policy;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What a policy says about one action, and why.
 *
 * @param ruleId the rule that decided; {@link #DEFAULT_RULE} if none matched
 * @param reason for people: what was decided and why, in one or two sentences
 * @param hold what has to happen first; present exactly when the decision is {@code HOLD}
 * @param failures the checks before write that were not met
 * @param previewAsked whether a rule asked what the action does while no preview was there, so that every figure read as
 *     the worst; rehearse the action and decide again
 */
public record Verdict(
        Decision decision,
        String ruleId,
        Code code,
        String reason,
        Optional<HoldTerms> hold,
        List<CheckFailure> failures,
        boolean previewAsked) {
    public static final String DEFAULT_RULE = "default";

    /** What kind of reason it is. */
    public enum Code {
        /** A rule matched and its checks were met. */
        RULE,
        /** A rule matched and a check before write was not met. */
        CHECK_FAILED,
        /** The rule would have let it through; what can't be taken back needs more. */
        FLOOR,
        /** No rule matched. */
        NO_RULE,
        /** A rule could not be evaluated. */
        POLICY_ERROR;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Verdict {
        Objects.requireNonNull(ruleId, "ruleId");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(reason, "reason");
        failures = List.copyOf(failures);
        if (hold.isPresent() != (decision == Decision.HOLD)) {
            throw new IllegalArgumentException(decision + " with terms " + hold + ": bug");
        }
    }
}
