package dev.astern.journal.tree;

import java.util.ArrayList;
import java.util.List;

/** The way from a full subtree up to the root of a tree: the siblings whose hashes it takes, from below. */
final class ProofPath {
    /** @param left on which side of the way it is */
    record Sibling(LeafRange leaves, boolean left) {}

    private ProofPath() {}

    /** Both proofs walk it the same way; where a node has no sibling it is its own parent. */
    static List<Sibling> siblings(Subtree from, long treeSize) {
        var siblings = new ArrayList<Sibling>();
        long lastLeaf = treeSize - 1;
        for (int level = from.level(); lastLeaf >> level > 0; level++) {
            long last = lastLeaf >> level;
            long sibling = from.index() >> (level - from.level()) ^ 1;
            if (sibling <= last) {
                long end = sibling == last ? treeSize : (sibling + 1) << level;
                siblings.add(new Sibling(new LeafRange(sibling << level, end), (sibling & 1) == 0));
            }
        }
        return siblings;
    }
}
