package dev.astern.workspace.store;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import java.util.List;

/**
 * That an action came to its end here.
 *
 * @param order counts up; what came later has more
 * @param applied whether its effects, as its manifest says, are in the workspace
 * @param digest of the manifest; empty where there is none
 * @param pruned whether what it did was forgotten since
 */
public record Ended(
        long order,
        boolean applied,
        String digest,
        List<String> notes,
        Tier tier,
        Reversibility reversibility,
        long endedAtMs,
        boolean pruned) {
    public Ended {
        notes = List.copyOf(notes);
    }

    public static Ended never(long order, long nowMs) {
        return new Ended(order, false, "", List.of(), Tier.READ, Reversibility.TRIVIALLY_REVERSIBLE, nowMs, false);
    }

    public Ended forgotten() {
        return new Ended(order, applied, digest, notes, tier, reversibility, endedAtMs, true);
    }
}
