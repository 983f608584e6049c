package dev.astern.journal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.Hash;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever came before, a proof is accepted exactly when it is accepted alone. */
class InclusionVerifierTest {
    @Test
    void every_leaf_of_every_small_tree_in_order() {
        for (int size = 1; size <= 70; size++) {
            var tree = NaiveTree.ofSize(size);
            var verifier = new InclusionVerifier(size, tree.root(size));
            for (int index = 0; index < size; index++) {
                assertThat(verify(verifier, index, tree.leaf(index), tree.path(index, 0, size)))
                        .isEqualTo(new ProofCheck.Proven());
            }
        }
    }

    @Test
    void any_order_with_wrong_proofs_in_between() {
        int proven = 0;
        for (long seed = 1; seed <= 300; seed++) {
            var random = new SplittableRandom(seed);
            int size = random.nextInt(1, 200);
            var tree = NaiveTree.ofSize(size);
            var verifier = new InclusionVerifier(size, tree.root(size));
            for (int i = 0; i < 100; i++) {
                int index = random.nextInt(-1, size + 1);
                int real = Math.clamp(index, 0, size - 1);
                var leaf = random.nextInt(20) == 0 ? tree.leaf(random.nextInt(size)) : tree.leaf(real);
                var hashes = new ArrayList<>(tree.path(real, 0, size));
                switch (random.nextInt(8)) {
                    case 0 -> hashes.add(leaf);
                    case 1 -> {
                        if (!hashes.isEmpty()) {
                            hashes.remove(random.nextInt(hashes.size()));
                        }
                    }
                    case 2 -> {
                        if (!hashes.isEmpty()) {
                            hashes.set(random.nextInt(hashes.size()), tree.leaf(random.nextInt(size)));
                        }
                    }
                    default -> {
                        // As it is.
                    }
                }
                var alone = new InclusionProof(index, size, hashes).verify(leaf, tree.root(size));
                var among = verify(verifier, index, leaf, hashes);
                assertThat(among.getClass()).as("seed %d", seed).isEqualTo(alone.getClass());
                if (among instanceof ProofCheck.Refuted(var step, var _)) {
                    assertThat(step).isEqualTo(((ProofCheck.Refuted) alone).step());
                } else {
                    proven++;
                }
            }
        }
        assertThat(proven).isBetween(10_000, 29_000);
    }

    @Test
    void indexes_of_very_large_trees_are_told_apart() {
        long size = (1L << 53) - 1;
        var verifier = new InclusionVerifier(size, Hash.EMPTY_TREE);
        assertThat(verify(verifier, size, Hash.EMPTY_TREE, List.of())).isInstanceOf(ProofCheck.Refuted.class);
        assertThat(verify(verifier, size - 1, Hash.EMPTY_TREE, List.of())).isInstanceOf(ProofCheck.Refuted.class);
    }

    private static ProofCheck verify(InclusionVerifier verifier, long index, Hash leaf, List<Hash> hashes) {
        var bytes = new ByteArrayOutputStream();
        hashes.forEach(hash -> bytes.writeBytes(hash.toArray()));
        return verifier.verify(index, leaf.toArray(), bytes.toByteArray());
    }
}
