package dev.astern.journal.tree;

import dev.astern.journal.Hash;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which hashes a proof consists of, known before any of them is looked up. */
public final class ProofPlan {
    private final List<LeafRange> nodes;

    private ProofPlan(List<LeafRange> nodes) {
        this.nodes = nodes;
    }

    /** RFC 6962, section 2.1.1; nothing when the tree has no such leaf. */
    public static Optional<ProofPlan> inclusion(long leafIndex, long treeSize) {
        if (leafIndex < 0 || leafIndex >= treeSize) {
            return Optional.empty();
        }
        return Optional.of(new ProofPlan(siblings(new Subtree(0, leafIndex), treeSize)));
    }

    /**
     * RFC 6962, section 2.1.2; nothing when the older tree is the larger one. The proof is empty for equal trees, and
     * for an older tree without leaves, which every tree begins with.
     */
    public static Optional<ProofPlan> consistency(long oldSize, long newSize) {
        if (oldSize < 0 || oldSize > newSize) {
            return Optional.empty();
        }
        var nodes = new ArrayList<LeafRange>();
        if (oldSize > 0 && oldSize < newSize) {
            var last = lastSubtree(oldSize);
            if (last.start() > 0) {
                nodes.add(new LeafRange(last.start(), last.end()));
            }
            nodes.addAll(siblings(last, newSize));
        }
        return Optional.of(new ProofPlan(nodes));
    }

    /** The smallest of the subtrees that a tree consists of, from which a consistency proof starts. */
    static Subtree lastSubtree(long treeSize) {
        int level = Long.numberOfTrailingZeros(treeSize);
        return new Subtree(level, (treeSize >> level) - 1);
    }

    private static List<LeafRange> siblings(Subtree from, long treeSize) {
        return ProofPath.siblings(from, treeSize).stream()
                .map(ProofPath.Sibling::leaves)
                .toList();
    }

    /** The subtrees whose hashes have to be looked up. */
    public Set<Subtree> subtrees() {
        var subtrees = new LinkedHashSet<Subtree>();
        nodes.forEach(node -> subtrees.addAll(node.subtrees()));
        return subtrees;
    }

    /** The proof's hashes, in order. */
    List<Hash> hashes(Map<Subtree, Hash> known) {
        return nodes.stream().map(node -> node.hash(known)).toList();
    }
}
