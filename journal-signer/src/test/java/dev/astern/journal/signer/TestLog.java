package dev.astern.journal.signer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Hash;
import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.tree.CompactRange;
import dev.astern.journal.tree.ConsistencyProof;
import dev.astern.journal.tree.Prover;
import dev.astern.journal.tree.Proving;
import dev.astern.journal.tree.Subtree;
import java.util.HashMap;
import java.util.Map;

/** A log of leaves that are numbered; another seed makes another history. */
public final class TestLog {
    private final String origin;
    private final String seed;
    private final long forkedAt;
    private final Map<Subtree, Hash> hashes = new HashMap<>();
    private CompactRange tree = CompactRange.EMPTY;

    /** @param forkedAt from which leaf on the seed matters */
    public TestLog(String origin, String seed, long forkedAt) {
        this.origin = origin;
        this.seed = seed;
        this.forkedAt = forkedAt;
    }

    public static TestLog of(String origin) {
        return new TestLog(origin, "", 0);
    }

    private void grow(long size) {
        while (tree.size() < size) {
            var leaf = "leaf " + tree.size() + (tree.size() < forkedAt ? "" : seed);
            tree = tree.append(Hash.ofLeaf(leaf.getBytes(UTF_8)), hashes::put);
        }
    }

    public Checkpoint at(long size) {
        grow(size);
        return new Checkpoint(
                origin,
                size,
                CompactRange.of(size, wanted -> hashes).orElseThrow().root());
    }

    public ConsistencyProof proof(long oldSize, long newSize) {
        grow(newSize);
        if (new Prover(wanted -> hashes).consistency(oldSize, newSize)
                instanceof Proving.Made<ConsistencyProof>(var proof)) {
            return proof;
        }
        throw new IllegalStateException("no proof from " + oldSize + " to " + newSize);
    }

    /** Has a signer sign it at a size, with the proof it needs. */
    public Signing sign(Signer signer, long size) {
        return signer.sign(at(size), proof(signer.lastSigned().size(), size));
    }
}
