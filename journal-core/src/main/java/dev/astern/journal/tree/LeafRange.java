package dev.astern.journal.tree;

import dev.astern.journal.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The leaves below one node of a tree. The nodes along a tree's right edge are not full; their hashes change as the
 * tree grows and are joined from those of the full subtrees below.
 *
 * @param start the first leaf's index
 * @param end the index after the last leaf's
 */
record LeafRange(long start, long end) {
    LeafRange {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("no leaves from " + start + " to " + end + ": bug");
        }
    }

    /** The full subtrees it consists of, from left to right, each smaller than the one before. */
    List<Subtree> subtrees() {
        var subtrees = new ArrayList<Subtree>();
        for (long at = start; at < end; ) {
            int level = 63 - Long.numberOfLeadingZeros(end - at);
            subtrees.add(new Subtree(level, at >> level));
            at += 1L << level;
        }
        return subtrees;
    }

    /** Its hash, from those of its subtrees, all of which have to be there. */
    Hash hash(Map<Subtree, Hash> known) {
        var hashes = new ArrayList<Hash>();
        for (var subtree : subtrees()) {
            var hash = known.get(subtree);
            if (hash == null) {
                throw new IllegalStateException("expected the hash of " + subtree + ", found none: bug");
            }
            hashes.add(hash);
        }
        return join(hashes);
    }

    /** Joins the hashes of ever smaller subtrees from the right; that of no subtree at all is the empty tree's. */
    static Hash join(List<Hash> hashes) {
        if (hashes.isEmpty()) {
            return Hash.EMPTY_TREE;
        }
        var joined = hashes.getLast();
        for (int i = hashes.size() - 2; i >= 0; i--) {
            joined = Hash.ofNode(hashes.get(i), joined);
        }
        return joined;
    }
}
