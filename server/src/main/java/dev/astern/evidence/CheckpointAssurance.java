package dev.astern.evidence;

import dev.astern.connector.Problem;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.model.Receipt;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** High-risk intents are in a signed checkpoint before their effect, irreversible ones are seen by the witnesses. */
public final class CheckpointAssurance implements Assurance {
    private final Checkpoints checkpoints;
    private final @Nullable Witnessing witnessing;

    /** @param witnessing null where there are no witnesses */
    public CheckpointAssurance(Checkpoints checkpoints, @Nullable Witnessing witnessing) {
        this.checkpoints = checkpoints;
        this.witnessing = witnessing;
    }

    @Override
    public Optional<Problem> await(Receipt intent, Tier tier, Reversibility reversibility) {
        var halted = checkpoints.halted();
        if (halted.isPresent() || !Assurance.isHighRisk(tier, reversibility)) {
            return halted;
        }
        var unsigned = checkpoints.awaitSigned(intent);
        return unsigned.isPresent() || witnessing == null || reversibility != Reversibility.IRREVERSIBLE
                ? unsigned
                : witnessing.awaitWitnessed(intent);
    }
}
