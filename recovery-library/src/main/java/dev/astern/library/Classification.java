package dev.astern.library;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.library.entry.Entry;
import dev.astern.library.entry.RollbackCheck;
import dev.astern.library.entry.RollbackSafe;

/**
 * How much is at stake in what an agent asks for.
 *
 * @param entryId empty without an entry
 * @param needsReconciliation other systems hold copies
 * @param idempotent twice is as good as once
 * @param openWorld whom or what it reaches is not known
 */
public record Classification(
        Tier tier,
        Reversibility reversibility,
        String entryId,
        RollbackSafe rollbackSafe,
        boolean needsReconciliation,
        boolean idempotent,
        boolean openWorld) {
    /** Of what nobody described: the worst, whatever it says of itself. */
    public static Classification unknown() {
        return new Classification(
                Tier.DESTRUCTIVE, Reversibility.IRREVERSIBLE, "", RollbackSafe.never(), true, false, true);
    }

    /** Of a statement that no entry says more about than its connector, which restores it from its own images. */
    static Classification ofConnector() {
        return new Classification(
                Tier.READ,
                Reversibility.TRIVIALLY_REVERSIBLE,
                "",
                RollbackSafe.of("only what still holds what the agent left is restored", RollbackCheck.of("captured")),
                false,
                false,
                false);
    }

    static Classification of(Entry entry) {
        return new Classification(
                entry.classed().tier(),
                entry.classed().reversibility(),
                entry.id(),
                entry.recovery().rollbackSafe(),
                entry.classed().needsReconciliation(),
                entry.classed().idempotent(),
                false);
    }

    /** The more severe of both. */
    Classification atLeast(Tier otherTier, Reversibility otherReversibility) {
        return new Classification(
                tier.atLeast(otherTier),
                reversibility.atLeast(otherReversibility),
                entryId,
                rollbackSafe,
                needsReconciliation,
                idempotent,
                openWorld);
    }
}
