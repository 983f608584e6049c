package dev.astern.policy;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import java.util.List;
import java.util.Objects;

/**
 * What is to be done. A tool that nobody described is destructive and irreversible, whatever is claimed of it: nothing
 * is known about how to take its effects back.
 *
 * @param tool the tool that was called, for example {@code run_sql}
 * @param verb what it does, for example {@code update}
 * @param resources what it names, for example {@code public.orders}
 * @param command the command in full
 * @param entryId the recovery entry that covers it; empty if none does
 * @param rollbackSafe whether that entry's condition for a safe rollback holds
 * @param known whether its tier and class come from a connector or a recovery entry, and not from the tool's own words
 */
public record OperationFacts(
        String tool,
        String verb,
        Tier tier,
        Reversibility reversibility,
        List<String> resources,
        String command,
        String entryId,
        RollbackSafe rollbackSafe,
        boolean known) {
    public OperationFacts {
        Objects.requireNonNull(tool, "tool");
        Objects.requireNonNull(verb, "verb");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(entryId, "entryId");
        Objects.requireNonNull(rollbackSafe, "rollbackSafe");
        tier = known ? Objects.requireNonNull(tier, "tier") : Tier.DESTRUCTIVE;
        reversibility = known ? Objects.requireNonNull(reversibility, "reversibility") : Reversibility.IRREVERSIBLE;
        resources = List.copyOf(resources);
    }
}
