package dev.astern.journal.tree;

import dev.astern.journal.Hash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** RFC 6962, section 2.1, as it is written there: recursive, over all leaves, with nothing shared with the real one. */
public final class NaiveTree {
    private final List<Hash> leaves;
    private final Map<Long, Hash> heads = new HashMap<>();

    public NaiveTree(List<Hash> leaves) {
        this.leaves = List.copyOf(leaves);
    }

    /** A tree of leaves that say which one they are. */
    public static NaiveTree ofSize(int size) {
        var leaves = new ArrayList<Hash>();
        for (int i = 0; i < size; i++) {
            leaves.add(Hash.ofLeaf(entry(i)));
        }
        return new NaiveTree(leaves);
    }

    /** What is in a leaf of {@link #ofSize}. */
    public static byte[] entry(int index) {
        return new byte[] {(byte) index, (byte) (index >> 8), (byte) (index >> 16)};
    }

    public Hash leaf(int index) {
        return leaves.get(index);
    }

    public List<Hash> leaves() {
        return leaves;
    }

    public Hash root(int size) {
        return head(0, size);
    }

    /** MTH(D[from:to]). */
    public Hash head(int from, int to) {
        int n = to - from;
        if (n == 0) {
            return Hash.EMPTY_TREE;
        }
        if (n == 1) {
            return leaves.get(from);
        }
        var known = heads.get((long) from << 32 | to);
        if (known != null) {
            return known;
        }
        int k = split(n);
        var head = Hash.ofNode(head(from, from + k), head(from + k, to));
        heads.put((long) from << 32 | to, head);
        return head;
    }

    /** PATH(m, D[from:to]). */
    public List<Hash> path(int m, int from, int to) {
        int n = to - from;
        if (n == 1) {
            return List.of();
        }
        int k = split(n);
        return m < k
                ? and(path(m, from, from + k), head(from + k, to))
                : and(path(m - k, from + k, to), head(from, from + k));
    }

    /** PROOF(m, D[0:n]). */
    public List<Hash> proof(int m, int n) {
        return subproof(m, 0, n, true);
    }

    private List<Hash> subproof(int m, int from, int to, boolean known) {
        int n = to - from;
        if (m == n) {
            return known ? List.of() : List.of(head(from, to));
        }
        int k = split(n);
        return m <= k
                ? and(subproof(m, from, from + k, known), head(from + k, to))
                : and(subproof(m - k, from + k, to, false), head(from, from + k));
    }

    /** The largest power of two smaller than n. */
    private static int split(int n) {
        int k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return k;
    }

    private static List<Hash> and(List<Hash> hashes, Hash last) {
        var all = new ArrayList<>(hashes);
        all.add(last);
        return all;
    }
}
