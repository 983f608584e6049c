package dev.astern.journal.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.Hash;
import dev.astern.journal.tree.ConsistencyProof;
import dev.astern.journal.tree.InclusionProof;
import dev.astern.journal.tree.NaiveTree;
import dev.astern.journal.tree.ProofCheck;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever part of a proof is changed, what is accepted is, hash for hash, what the definition makes. */
class ProofMutationTest {
    private static final int LEAVES = 300;

    private final NaiveTree naive = NaiveTree.ofSize(LEAVES);
    private int genuine;

    @Test
    void inclusion_proofs() {
        Cases.run("mutations of inclusion proofs", 2 * Cases.MANY, seed -> {
            var mutator = new Mutator(seed);
            int size = mutator.between(1, LEAVES);
            int index = mutator.below(size);
            var leaf = naive.leaf(index);
            var root = naive.root(size);
            var hashes = naive.path(index, 0, size);
            switch (mutator.below(8)) {
                case 0 -> index = mutator.between(-1, size);
                case 1 -> index ^= 1 << mutator.below(9);
                case 2 -> leaf = naive.leaf(mutator.below(LEAVES));
                case 3 -> root = hashes.isEmpty() ? mutator.mutate(root) : hashes.getLast();
                case 4 -> {
                    // A genuine checkpoint of another size.
                    size = mutator.between(0, LEAVES);
                    root = naive.root(size);
                }
                default -> hashes = mutator.mutate(hashes, mutator.below(2) == 0 ? leaf : root);
            }
            if (new InclusionProof(index, size, hashes).verify(leaf, root) instanceof ProofCheck.Proven) {
                assertThat(index).isBetween(0, size - 1);
                assertThat(leaf).isEqualTo(naive.leaf(index));
                assertThat(root).isEqualTo(naive.root(size));
                assertThat(hashes).isEqualTo(naive.path(index, 0, size));
                genuine++;
            }
        });
        // Some mutations change nothing: a hash swapped with itself, an index set to what it was.
        assertThat(genuine).isLessThan(Cases.MANY / 5);
    }

    @Test
    void consistency_proofs() {
        Cases.run("mutations of consistency proofs", 2 * Cases.MANY, seed -> {
            var mutator = new Mutator(seed);
            int newSize = mutator.between(1, LEAVES);
            int oldSize = mutator.between(1, newSize);
            var oldRoot = naive.root(oldSize);
            var newRoot = naive.root(newSize);
            var hashes = naive.proof(oldSize, newSize);
            switch (mutator.below(8)) {
                case 0 -> oldSize = mutator.between(-1, newSize + 1);
                case 1 -> oldRoot = mutator.below(2) == 0 ? newRoot : mutator.mutate(oldRoot);
                case 2 -> newRoot = mutator.below(2) == 0 ? oldRoot : mutator.mutate(newRoot);
                case 3 -> {
                    oldSize = mutator.between(0, LEAVES);
                    oldRoot = naive.root(oldSize);
                }
                case 4 -> {
                    newSize = mutator.between(0, LEAVES);
                    newRoot = naive.root(newSize);
                }
                default -> hashes = mutator.mutate(hashes, mutator.below(2) == 0 ? oldRoot : newRoot);
            }
            if (new ConsistencyProof(oldSize, newSize, hashes).verify(oldRoot, newRoot) instanceof ProofCheck.Proven) {
                assertThat(oldRoot).isEqualTo(naive.root(oldSize));
                assertThat(newRoot).isEqualTo(naive.root(newSize));
                assertThat(hashes).isEqualTo(oldSize == 0 ? List.<Hash>of() : naive.proof(oldSize, newSize));
                genuine++;
            }
        });
        assertThat(genuine).isLessThan(Cases.MANY / 5);
    }
}
