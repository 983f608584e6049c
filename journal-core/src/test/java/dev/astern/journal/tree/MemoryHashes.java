package dev.astern.journal.tree;

import dev.astern.journal.Hash;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps the hash of every subtree that became full. */
public final class MemoryHashes implements HashSource {
    private final Map<Subtree, Hash> hashes = new HashMap<>();
    private CompactRange range = CompactRange.EMPTY;

    public static MemoryHashes of(List<Hash> leaves) {
        var memory = new MemoryHashes();
        leaves.forEach(memory::append);
        return memory;
    }

    public CompactRange append(Hash leaf) {
        range = range.append(leaf, hashes::put);
        return range;
    }

    public void lose(Subtree subtree) {
        hashes.remove(subtree);
    }

    @Override
    public Map<Subtree, Hash> hashes(Set<Subtree> wanted) {
        var found = new HashMap<Subtree, Hash>();
        for (var subtree : wanted) {
            var hash = hashes.get(subtree);
            if (hash != null) {
                found.put(subtree, hash);
            }
        }
        return found;
    }
}
