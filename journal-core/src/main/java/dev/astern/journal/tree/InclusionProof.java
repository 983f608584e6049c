package dev.astern.journal.tree;

import dev.astern.journal.Hash;
import dev.astern.journal.tree.ProofCheck.Proven;
import dev.astern.journal.tree.ProofCheck.Refuted;
import dev.astern.journal.tree.ProofCheck.Step;
import java.util.List;

/**
 * That a leaf is in a tree. The proof may come from anybody; only {@link #verify} makes it worth anything.
 *
 * @param leafIndex the leaf's index in the tree, from 0
 * @param treeSize how many leaves the tree has. The root and the size must come from the same verified checkpoint:
 *     trees of two sizes can have proofs of the same shape, so the hashes alone do not bind the size.
 * @param hashes from the leaf's sibling up to the root's child
 */
public record InclusionProof(long leafIndex, long treeSize, List<Hash> hashes) {
    public InclusionProof {
        hashes = List.copyOf(hashes);
    }

    /** RFC 9162, section 2.1.3.2. */
    public ProofCheck verify(Hash leafHash, Hash rootHash) {
        if (leafIndex < 0 || leafIndex >= treeSize) {
            return new Refuted(Step.SIZE, "no leaf " + leafIndex + " in a tree of " + treeSize);
        }
        var path = ProofPath.siblings(new Subtree(0, leafIndex), treeSize);
        if (hashes.size() != path.size()) {
            return new Refuted(Step.LENGTH, "expected " + path.size() + " hashes, found " + hashes.size());
        }
        var hash = leafHash;
        for (int i = 0; i < path.size(); i++) {
            var sibling = hashes.get(i);
            hash = path.get(i).left() ? Hash.ofNode(sibling, hash) : Hash.ofNode(hash, sibling);
        }
        return hash.equals(rootHash)
                ? new Proven()
                : new Refuted(Step.ROOT, "expected root " + rootHash + ", the proof leads to " + hash);
    }
}
