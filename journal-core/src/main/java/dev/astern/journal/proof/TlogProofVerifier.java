package dev.astern.journal.proof;

import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import dev.astern.journal.checkpoint.CheckpointCheck;
import dev.astern.journal.checkpoint.CheckpointVerifier;
import dev.astern.journal.note.Reading;
import dev.astern.journal.policy.Policy;
import dev.astern.journal.proof.TlogProofCheck.Accepted;
import dev.astern.journal.proof.TlogProofCheck.Rejected;
import dev.astern.journal.proof.TlogProofCheck.Step;
import dev.astern.journal.tree.InclusionProof;
import dev.astern.journal.tree.ProofCheck;

/** C2SP tlog-proof, section Verifying a tlog proof. */
public record TlogProofVerifier(Policy policy, Reading reading) {
    /** @param leaf the bytes that are said to be in the log */
    public TlogProofCheck verify(byte[] bytes, byte[] leaf) {
        return switch (TlogProof.parse(bytes)) {
            case Parsed.Malformed<TlogProof>(var flaw) -> new Rejected(Step.FORM, flaw.sentence());
            case Parsed.Read<TlogProof>(var proof) -> verify(proof, Hash.ofLeaf(leaf));
        };
    }

    private TlogProofCheck verify(TlogProof proof, Hash leafHash) {
        if (reading == Reading.STRICT && proof.extra().isPresent()) {
            return new Rejected(Step.EXTRA, "it has extra data, for which nothing vouches");
        }
        return switch (new CheckpointVerifier(policy, reading)
                .verify(proof.checkpoint().encode())) {
            case CheckpointCheck.Rejected(var step, var detail) -> new Rejected(Step.CHECKPOINT, step + ": " + detail);
            case CheckpointCheck.Accepted accepted -> verify(proof, leafHash, accepted);
        };
    }

    private static TlogProofCheck verify(TlogProof proof, Hash leafHash, CheckpointCheck.Accepted accepted) {
        var checkpoint = accepted.checkpoint();
        var inclusion = new InclusionProof(proof.index(), checkpoint.treeSize(), proof.hashes());
        return switch (inclusion.verify(leafHash, checkpoint.rootHash())) {
            case ProofCheck.Proven() -> new Accepted(proof, accepted);
            case ProofCheck.Refuted(var step, var detail) -> new Rejected(Step.INCLUSION, step + ": " + detail);
        };
    }
}
