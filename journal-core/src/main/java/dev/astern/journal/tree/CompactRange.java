package dev.astern.journal.tree;

import dev.astern.journal.Hash;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * All that has to be remembered of a tree to append to it and to know its root: the hashes of the full subtrees it
 * consists of, at most 63 of them.
 *
 * @param size how many leaves the tree has
 * @param hashes from left to right, one for each bit set in the size
 */
public record CompactRange(long size, List<Hash> hashes) {
    public static final CompactRange EMPTY = new CompactRange(0, List.of());

    public CompactRange {
        hashes = List.copyOf(hashes);
        if (size < 0 || hashes.size() != Long.bitCount(size)) {
            throw new IllegalArgumentException(
                    "a tree of " + size + " leaves does not consist of " + hashes.size() + " subtrees: bug");
        }
    }

    /** Takes up a tree again from the hashes that were kept; nothing when one of them is missing. */
    public static Optional<CompactRange> of(long size, HashSource source) {
        var subtrees = subtrees(size);
        var known = source.hashes(new LinkedHashSet<>(subtrees));
        if (!known.keySet().containsAll(subtrees)) {
            return Optional.empty();
        }
        return Optional.of(
                new CompactRange(size, subtrees.stream().map(known::get).toList()));
    }

    /** The subtrees a tree of this size consists of, from left to right. */
    public static List<Subtree> subtrees(long size) {
        return new LeafRange(0, size).subtrees();
    }

    public CompactRange append(Hash leafHash) {
        return append(leafHash, (subtree, hash) -> {});
    }

    /**
     * The tree with one more leaf.
     *
     * @param completed is told of every subtree that the leaf makes full, the leaf itself first
     */
    public CompactRange append(Hash leafHash, BiConsumer<Subtree, Hash> completed) {
        var grown = new ArrayList<>(hashes);
        var hash = leafHash;
        completed.accept(new Subtree(0, size), hash);
        for (int level = 0; (size >> level & 1) == 1; level++) {
            hash = Hash.ofNode(grown.removeLast(), hash);
            completed.accept(new Subtree(level + 1, size >> (level + 1)), hash);
        }
        grown.add(hash);
        return new CompactRange(size + 1, grown);
    }

    /** The tree's root hash. */
    public Hash root() {
        return LeafRange.join(hashes);
    }
}
