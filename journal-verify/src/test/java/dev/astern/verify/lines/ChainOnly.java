package dev.astern.verify.lines;

import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import dev.astern.journal.bundle.Scope;
import dev.astern.journal.entry.Disclosed;
import dev.astern.journal.entry.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is left of verifying where there are hash chains and no checkpoints. */
public final class ChainOnly {
    private ChainOnly() {}

    public static Optional<String> problem(List<byte[]> leaves) {
        var chains = new Chains(new Scope.Since(0, Instant.EPOCH));
        for (int i = 0; i < leaves.size(); i++) {
            var entry = ((Parsed.Read<Entry>) Entry.parse(leaves.get(i))).value();
            var problem =
                    chains.add(new CheckedEntry(i, Hash.ofLeaf(leaves.get(i)), entry, new Disclosed(Map.of(), 0), 0));
            if (problem.isPresent()) {
                return problem;
            }
        }
        return chains.end(leaves.size());
    }
}
