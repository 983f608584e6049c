package dev.astern.journal.tree;

import dev.astern.journal.Hash;
import java.util.Map;
import java.util.Set;

/** Where the hashes of full subtrees are kept: a table, tiles, memory. */
@FunctionalInterface
public interface HashSource {
    /**
     * Looks up hashes. All that a proof needs is asked for at once, so that it can be one query.
     *
     * @return what is known of them; those that are missing are left out
     */
    Map<Subtree, Hash> hashes(Set<Subtree> wanted);
}
