package dev.astern.policy;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * All that a decision may rest on; the same facts and the same policy always give the same verdict.
 *
 * @param now the moment of the decision; hours and ages are reckoned from it
 * @param preview what it does, if it was rehearsed or observed; without it every figure reads as the worst
 * @param risk 0 to 100, see {@code RiskScore}
 */
public record Facts(
        OperationFacts op,
        SessionFacts session,
        TargetFacts target,
        Instant now,
        Used used,
        Optional<Preview> preview,
        Evidence evidence,
        int risk) {
    public Facts {
        Objects.requireNonNull(op, "op");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(now, "now");
        Objects.requireNonNull(used, "used");
        Objects.requireNonNull(preview, "preview");
        Objects.requireNonNull(evidence, "evidence");
        if (risk < 0 || risk > 100) {
            throw new IllegalArgumentException("a risk is from 0 to 100: " + risk);
        }
    }

    /** The same with what a rehearsal or the target showed. */
    public Facts with(Preview shown) {
        return new Facts(op, session, target, now, used, Optional.of(shown), evidence, risk);
    }

    /** The same with a risk. */
    public Facts withRisk(int scored) {
        return new Facts(op, session, target, now, used, preview, evidence, scored);
    }
}
