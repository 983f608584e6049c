package dev.astern.journal.tree;

import dev.astern.journal.Hash;
import dev.astern.journal.NodeHasher;
import dev.astern.journal.tree.ProofCheck.Proven;
import dev.astern.journal.tree.ProofCheck.Refuted;
import dev.astern.journal.tree.ProofCheck.Step;
import java.util.Arrays;

/**
 * Checks the inclusion proofs of many leaves of one tree, as RFC 9162, section 2.1.3.2 does for one. Where the way up
 * meets a node that the proof before has led to the root already, the rest of both must be the same, and is not hashed
 * again: for neighbours that leaves about two hashes a proof. Not for many threads.
 */
public final class InclusionVerifier {
    private static final int SIZE = Hash.SIZE_BYTES;
    private static final int LEVELS = Long.SIZE;

    private final long treeSize;
    private final byte[] root;
    private final NodeHasher hasher = new NodeHasher();

    /** The nodes on the last proven way by level, and where in its proof the sibling of each of them is. */
    private final byte[][] proven = new byte[LEVELS][SIZE];

    private final int[] provenAt = new int[LEVELS];
    private long provenLeaf = -1;
    private byte[] provenHashes = {};

    private final byte[][] fresh = new byte[LEVELS][SIZE];

    /** @param root the root hash of the tree, from the same verified checkpoint as its size */
    public InclusionVerifier(long treeSize, Hash root) {
        this.treeSize = treeSize;
        this.root = root.toArray();
    }

    /**
     * @param leafHash of the leaf, 32 bytes
     * @param hashes from the leaf's sibling up to the root's child, 32 bytes each; not to be changed afterwards
     */
    public ProofCheck verify(long leafIndex, byte[] leafHash, byte[] hashes) {
        if (leafIndex < 0 || leafIndex >= treeSize) {
            return new Refuted(Step.SIZE, "no leaf " + leafIndex + " in a tree of " + treeSize);
        }
        int expected = siblings(leafIndex);
        if (hashes.length != expected * SIZE) {
            return new Refuted(Step.LENGTH, "expected " + expected + " hashes, found " + hashes.length / SIZE);
        }
        int level = climb(leafIndex, leafHash, hashes);
        if (level < 0) {
            return new Refuted(Step.ROOT, "expected root " + Hash.copyOf(root) + ", the proof leads to another");
        }
        keep(leafIndex, hashes, level);
        return new Proven();
    }

    private int siblings(long leafIndex) {
        int count = 0;
        long last = treeSize - 1;
        for (long index = leafIndex; last > 0; index >>= 1, last >>= 1) {
            count += (index ^ 1) <= last ? 1 : 0;
        }
        return count;
    }

    /** The level up to which nodes are fresh, with all above them as they were; −1 when it leads elsewhere. */
    private int climb(long leafIndex, byte[] leafHash, byte[] hashes) {
        System.arraycopy(leafHash, 0, fresh[0], 0, SIZE);
        int at = 0;
        int level = 0;
        for (long last = treeSize - 1; last > 0; last >>= 1, level++) {
            long index = leafIndex >> level;
            if (meets(leafIndex, level, hashes, at)) {
                return level;
            }
            long sibling = index ^ 1;
            if (sibling > last) {
                System.arraycopy(fresh[level], 0, fresh[level + 1], 0, SIZE);
            } else if ((sibling & 1) == 0) {
                hasher.node(hashes, at * SIZE, fresh[level], 0, fresh[level + 1]);
                at++;
            } else {
                hasher.node(fresh[level], 0, hashes, at * SIZE, fresh[level + 1]);
                at++;
            }
        }
        return Arrays.equals(fresh[level], root) ? level : -1;
    }

    /** Whether from here on it is the last proven way, node and all siblings. */
    private boolean meets(long leafIndex, int level, byte[] hashes, int at) {
        int before = provenAt[level] * SIZE;
        return provenLeaf >= 0
                && provenLeaf >> level == leafIndex >> level
                && Arrays.equals(proven[level], fresh[level])
                && Arrays.equals(provenHashes, before, provenHashes.length, hashes, at * SIZE, hashes.length);
    }

    private void keep(long leafIndex, byte[] hashes, int level) {
        for (int i = 0; i < level; i++) {
            System.arraycopy(fresh[i], 0, proven[i], 0, SIZE);
        }
        int at = 0;
        for (int i = 0; i < LEVELS && (treeSize - 1) >> i > 0; i++) {
            provenAt[i] = at;
            at += ((leafIndex >> i) ^ 1) <= (treeSize - 1) >> i ? 1 : 0;
        }
        provenLeaf = leafIndex;
        provenHashes = hashes;
    }
}
