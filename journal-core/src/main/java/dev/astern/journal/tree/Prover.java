package dev.astern.journal.tree;

import dev.astern.journal.Hash;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes proofs from kept hashes. It does not check them against a root: whoever hands a proof on verifies it first.
 *
 * @param source has the hashes of all full subtrees of the tree
 */
public record Prover(HashSource source) {
    public Proving<InclusionProof> inclusion(long leafIndex, long treeSize) {
        return prove(
                ProofPlan.inclusion(leafIndex, treeSize), hashes -> new InclusionProof(leafIndex, treeSize, hashes));
    }

    public Proving<ConsistencyProof> consistency(long oldSize, long newSize) {
        return prove(ProofPlan.consistency(oldSize, newSize), hashes -> new ConsistencyProof(oldSize, newSize, hashes));
    }

    private <P> Proving<P> prove(Optional<ProofPlan> plan, Function<List<Hash>, P> proof) {
        if (plan.isEmpty()) {
            return new Proving.OutsideTree<>();
        }
        var wanted = plan.get().subtrees();
        var known = source.hashes(wanted);
        var missing = new HashSet<>(wanted);
        missing.removeAll(known.keySet());
        return missing.isEmpty()
                ? new Proving.Made<>(proof.apply(plan.get().hashes(known)))
                : new Proving.HashesMissing<>(missing);
    }
}
