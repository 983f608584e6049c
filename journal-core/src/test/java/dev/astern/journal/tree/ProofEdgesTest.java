package dev.astern.journal.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.journal.Hash;
import dev.astern.journal.tree.ProofCheck.Proven;
import dev.astern.journal.tree.ProofCheck.Refuted;
import dev.astern.journal.tree.ProofCheck.Step;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProofEdgesTest {
    private static final Hash SOME = Hash.ofLeaf(new byte[] {1});
    private static final Hash OTHER = Hash.ofLeaf(new byte[] {2});

    @Test
    void sizes_that_no_tree_has_are_refuted_before_anything_is_hashed() {
        for (long[] bad : new long[][] {{0, 0}, {-1, 5}, {5, 5}, {6, 5}, {0, -1}, {Long.MIN_VALUE, Long.MAX_VALUE}}) {
            assertThat(step(new InclusionProof(bad[0], bad[1], List.of()).verify(SOME, SOME)))
                    .isEqualTo(Step.SIZE);
            assertThat(new Prover(wanted -> Map.of()).inclusion(bad[0], bad[1]))
                    .isInstanceOf(Proving.OutsideTree.class);
        }
        for (long[] bad : new long[][] {{1, 0}, {-1, 5}, {6, 5}, {-2, -1}, {Long.MAX_VALUE, 1}}) {
            assertThat(step(new ConsistencyProof(bad[0], bad[1], List.of()).verify(SOME, SOME)))
                    .isEqualTo(Step.SIZE);
            assertThat(new Prover(wanted -> Map.of()).consistency(bad[0], bad[1]))
                    .isInstanceOf(Proving.OutsideTree.class);
        }
    }

    @Test
    void the_largest_tree_there_can_be_has_proofs_of_63_hashes() {
        long size = Long.MAX_VALUE;
        for (long index : new long[] {0, 1, size / 2, 1L << 62, size - 2, size - 1}) {
            var check = new InclusionProof(index, size, Collections.nCopies(64, SOME)).verify(SOME, SOME);
            assertThat(step(check)).isEqualTo(Step.LENGTH);
            assertThat(ProofPlan.inclusion(index, size).orElseThrow().subtrees())
                    .isNotEmpty();
        }
        assertThat(step(new InclusionProof(0, size, Collections.nCopies(63, SOME)).verify(SOME, SOME)))
                .isEqualTo(Step.ROOT);
        for (long old : new long[] {1, 2, 3, 1L << 62, size / 2, size - 1}) {
            var check = new ConsistencyProof(old, size, Collections.nCopies(65, SOME)).verify(SOME, SOME);
            assertThat(step(check)).isEqualTo(Step.LENGTH);
            assertThat(ProofPlan.consistency(old, size).orElseThrow().subtrees())
                    .isNotEmpty();
        }
        assertThat(CompactRange.subtrees(size)).hasSize(63);
    }

    @Test
    void a_tree_of_one_leaf_is_that_leaf() {
        assertThat(new InclusionProof(0, 1, List.of()).verify(SOME, SOME)).isEqualTo(new Proven());
        assertThat(step(new InclusionProof(0, 1, List.of()).verify(SOME, OTHER)))
                .isEqualTo(Step.ROOT);
        assertThat(step(new InclusionProof(0, 1, List.of(SOME)).verify(SOME, SOME)))
                .isEqualTo(Step.LENGTH);
    }

    /** Why a size has to come from the checkpoint that the root comes from. */
    @Test
    void a_proof_does_not_bind_the_size() {
        var root = Hash.ofNode(Hash.ofNode(SOME, OTHER), OTHER);
        assertThat(new InclusionProof(0, 3, List.of(OTHER, OTHER)).verify(SOME, root))
                .isEqualTo(new Proven());
        assertThat(new InclusionProof(0, 4, List.of(OTHER, OTHER)).verify(SOME, root))
                .isEqualTo(new Proven());
    }

    @Test
    void equal_trees_have_equal_roots_and_an_empty_proof() {
        assertThat(new ConsistencyProof(7, 7, List.of()).verify(SOME, SOME)).isEqualTo(new Proven());
        assertThat(step(new ConsistencyProof(7, 7, List.of()).verify(SOME, OTHER)))
                .isEqualTo(Step.ROOT);
        assertThat(step(new ConsistencyProof(7, 7, List.of(SOME)).verify(SOME, SOME)))
                .isEqualTo(Step.LENGTH);
    }

    @Test
    void every_tree_begins_with_the_empty_one_whose_root_is_fixed() {
        assertThat(new ConsistencyProof(0, 7, List.of()).verify(Hash.EMPTY_TREE, SOME))
                .isEqualTo(new Proven());
        assertThat(new ConsistencyProof(0, 0, List.of()).verify(Hash.EMPTY_TREE, Hash.EMPTY_TREE))
                .isEqualTo(new Proven());
        assertThat(step(new ConsistencyProof(0, 7, List.of()).verify(SOME, SOME)))
                .isEqualTo(Step.OLD_ROOT);
        assertThat(step(new ConsistencyProof(0, 0, List.of()).verify(SOME, SOME)))
                .isEqualTo(Step.OLD_ROOT);
        assertThat(step(new ConsistencyProof(0, 0, List.of()).verify(Hash.EMPTY_TREE, SOME)))
                .isEqualTo(Step.ROOT);
        assertThat(step(new ConsistencyProof(0, 7, List.of(SOME)).verify(Hash.EMPTY_TREE, SOME)))
                .isEqualTo(Step.LENGTH);
    }

    @Test
    void a_compact_range_has_as_many_hashes_as_its_size_has_bits() {
        assertThatThrownBy(() -> new CompactRange(3, List.of(SOME)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bug");
        assertThat(CompactRange.of(3, wanted -> Map.of())).isEmpty();
    }

    private static Step step(ProofCheck check) {
        return switch (check) {
            case Proven() -> throw new AssertionError("proven");
            case Refuted(var step, var detail) -> {
                assertThat(detail).isNotBlank();
                yield step;
            }
        };
    }
}
