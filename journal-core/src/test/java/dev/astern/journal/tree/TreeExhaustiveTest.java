package dev.astern.journal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every proof of every tree of up to 130 leaves, against the definition. */
class TreeExhaustiveTest {
    private static final int LEAVES = 130;

    private final NaiveTree naive = NaiveTree.ofSize(LEAVES);
    private final MemoryHashes memory = MemoryHashes.of(naive.leaves());
    private final Prover prover = new Prover(memory);

    @Test
    void roots_are_those_of_the_definition_as_the_tree_grows() {
        var range = CompactRange.EMPTY;
        for (int size = 0; size <= LEAVES; size++) {
            assertThat(range.root()).as("size %s", size).isEqualTo(naive.root(size));
            assertThat(CompactRange.of(size, memory)).as("size %s", size).contains(range);
            if (size < LEAVES) {
                range = range.append(naive.leaf(size));
            }
        }
    }

    @Test
    void every_inclusion_proof_is_the_definitions_and_verifies() {
        for (int size = 1; size <= LEAVES; size++) {
            for (int index = 0; index < size; index++) {
                var proof = made(prover.inclusion(index, size));
                assertThat(proof.hashes()).as("leaf %s of %s", index, size).isEqualTo(naive.path(index, 0, size));
                assertThat(proof.verify(naive.leaf(index), naive.root(size))).isEqualTo(new ProofCheck.Proven());
            }
        }
    }

    @Test
    void no_inclusion_proof_serves_another_leaf_of_its_tree() {
        for (int size = 1; size <= LEAVES; size++) {
            for (int index = 0; index < size; index++) {
                int other = (index + 1) % size;
                var hashes = made(prover.inclusion(index, size)).hashes();
                var moved = new InclusionProof(other, size, hashes);
                assertThat(size > 1 && moved.verify(naive.leaf(index), naive.root(size)) instanceof ProofCheck.Proven)
                        .as("leaf %s of %s", index, size)
                        .isFalse();
            }
        }
    }

    @Test
    void every_consistency_proof_is_the_definitions_and_verifies() {
        for (int newSize = 1; newSize <= LEAVES; newSize++) {
            for (int oldSize = 1; oldSize <= newSize; oldSize++) {
                var proof = made(prover.consistency(oldSize, newSize));
                assertThat(proof.hashes())
                        .as("from %s to %s", oldSize, newSize)
                        .isEqualTo(naive.proof(oldSize, newSize));
                assertThat(proof.verify(naive.root(oldSize), naive.root(newSize)))
                        .isEqualTo(new ProofCheck.Proven());
            }
        }
    }

    @Test
    void no_consistency_proof_serves_another_older_tree() {
        for (int newSize = 1; newSize <= LEAVES; newSize++) {
            for (int oldSize = 1; oldSize <= newSize; oldSize++) {
                var hashes = made(prover.consistency(oldSize, newSize)).hashes();
                for (int other : new int[] {oldSize - 1, oldSize + 1, newSize - oldSize}) {
                    var moved = new ConsistencyProof(other, newSize, hashes);
                    assertThat(other != oldSize
                                    && moved.verify(naive.root(oldSize), naive.root(newSize))
                                            instanceof ProofCheck.Proven)
                            .as("from %s to %s, as from %s", oldSize, newSize, other)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void a_subtree_that_was_lost_is_named() {
        for (int index = 0; index < LEAVES; index++) {
            var partly = MemoryHashes.of(naive.leaves());
            var needed = ProofPlan.inclusion(index, LEAVES).orElseThrow().subtrees();
            var lost = needed.iterator().next();
            partly.lose(lost);
            assertThat(new Prover(partly).inclusion(index, LEAVES))
                    .isEqualTo(new Proving.HashesMissing<InclusionProof>(Set.of(lost)));
        }
    }

    private static <P> P made(Proving<P> proving) {
        return switch (proving) {
            case Proving.Made<P>(var proof) -> proof;
            case Proving.OutsideTree<P> outside -> throw new AssertionError(outside);
            case Proving.HashesMissing<P> missing -> throw new AssertionError(missing);
        };
    }
}
