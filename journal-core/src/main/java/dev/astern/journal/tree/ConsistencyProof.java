package dev.astern.journal.tree;

import dev.astern.journal.Hash;
import dev.astern.journal.tree.ProofCheck.Proven;
import dev.astern.journal.tree.ProofCheck.Refuted;
import dev.astern.journal.tree.ProofCheck.Step;
import java.util.List;

/**
 * That a tree begins with all leaves of an older one: nothing was edited, removed or put in between. The proof may come
 * from anybody; only {@link #verify} makes it worth anything.
 *
 * @param oldSize how many leaves the older tree has
 * @param newSize how many leaves the newer tree has; each size must come from the same checkpoint as its root
 * @param hashes in the order of RFC 6962, section 2.1.2; none for equal trees or an older one without leaves
 */
public record ConsistencyProof(long oldSize, long newSize, List<Hash> hashes) {
    public ConsistencyProof {
        hashes = List.copyOf(hashes);
    }

    /** RFC 9162, section 2.1.4.2, and the empty proofs that witnesses know. */
    public ProofCheck verify(Hash oldRoot, Hash newRoot) {
        if (oldSize < 0 || oldSize > newSize) {
            return new Refuted(Step.SIZE, "a tree of " + newSize + " can't begin with one of " + oldSize);
        }
        if (oldSize == 0 || oldSize == newSize) {
            return verifyEmpty(oldRoot, newRoot);
        }
        var last = ProofPlan.lastSubtree(oldSize);
        var path = ProofPath.siblings(last, newSize);
        // The hash of an older tree that is one full subtree is its root, which the verifier has already.
        int given = last.start() > 0 ? 1 : 0;
        if (hashes.size() != given + path.size()) {
            return wrongLength(given + path.size());
        }
        var start = given == 1 ? hashes.getFirst() : oldRoot;
        return verify(start, path, hashes.subList(given, hashes.size()), oldRoot, newRoot);
    }

    private ProofCheck verifyEmpty(Hash oldRoot, Hash newRoot) {
        if (!hashes.isEmpty()) {
            return wrongLength(0);
        }
        if (oldSize == 0 && !oldRoot.equals(Hash.EMPTY_TREE)) {
            return otherRoot(Step.OLD_ROOT, oldRoot, Hash.EMPTY_TREE);
        }
        return oldSize < newSize || newRoot.equals(oldRoot) ? new Proven() : otherRoot(Step.ROOT, newRoot, oldRoot);
    }

    private static ProofCheck verify(
            Hash start, List<ProofPath.Sibling> path, List<Hash> siblings, Hash oldRoot, Hash newRoot) {
        var inOld = start;
        var inNew = start;
        for (int i = 0; i < path.size(); i++) {
            var sibling = siblings.get(i);
            if (path.get(i).left()) {
                inOld = Hash.ofNode(sibling, inOld);
                inNew = Hash.ofNode(sibling, inNew);
            } else {
                inNew = Hash.ofNode(inNew, sibling);
            }
        }
        if (!inOld.equals(oldRoot)) {
            return otherRoot(Step.OLD_ROOT, oldRoot, inOld);
        }
        return inNew.equals(newRoot) ? new Proven() : otherRoot(Step.ROOT, newRoot, inNew);
    }

    private ProofCheck wrongLength(int expected) {
        return new Refuted(Step.LENGTH, "expected " + expected + " hashes, found " + hashes.size());
    }

    private static ProofCheck otherRoot(Step step, Hash expected, Hash found) {
        return new Refuted(step, "expected root " + expected + ", the proof leads to " + found);
    }
}
