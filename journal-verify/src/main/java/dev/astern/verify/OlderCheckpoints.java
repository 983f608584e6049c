package dev.astern.verify;

import dev.astern.journal.Flaw;
import dev.astern.journal.Parsed;
import dev.astern.journal.bundle.BundleFile;
import dev.astern.journal.bundle.ConsistencyFile;
import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.checkpoint.CheckpointCheck;
import dev.astern.journal.tree.ConsistencyProof;
import dev.astern.journal.tree.ProofCheck;
import java.util.List;
import java.util.Optional;

/** That the tree of a bundle's checkpoint begins with the trees of older ones. */
final class OlderCheckpoints {
    private static final String KEPT = "the checkpoint you kept";

    private final Trust trust;
    private final Checkpoint checkpoint;
    private final Findings findings;
    private Optional<Long> keptSize = Optional.empty();

    OlderCheckpoints(Trust trust, Checkpoint checkpoint, Findings findings) {
        this.trust = trust;
        this.checkpoint = checkpoint;
        this.findings = findings;
    }

    /** Of the checkpoint that the verifier kept, if all is as it was then. */
    Optional<Long> keptSize() {
        return keptSize;
    }

    /** The older checkpoint that the bundle brings along, if it does. */
    void bundled(SmallFiles small) {
        small.get(BundleFile.OLD_CHECKPOINT).ifPresent(note -> {
            var old = read(note, BundleFile.OLD_CHECKPOINT.fileName());
            if (old.isPresent() && given(small).isEmpty()) {
                findings.fail(Step.CONSISTENCY, BundleFile.CONSISTENCY.fileName(), Flaw.CONSISTENCY_FILE.sentence());
            } else if (old.isPresent()) {
                extended(old.get(), small, BundleFile.OLD_CHECKPOINT.fileName());
            }
        });
    }

    /** The one that the verifier has from another time, and which nobody here could change. */
    void kept(byte[] note, SmallFiles small) {
        var old = read(note, KEPT);
        if (old.isPresent() && extended(old.get(), small, KEPT)) {
            keptSize = Optional.of(old.get().treeSize());
        }
    }

    private Optional<Checkpoint> read(byte[] note, String place) {
        return switch (trust.checkOlder(note)) {
            case CheckpointCheck.Accepted accepted -> Optional.of(accepted.checkpoint());
            case CheckpointCheck.Rejected(var step, var detail) -> {
                findings.fail(Step.CONSISTENCY, place, step + ": " + detail);
                yield Optional.empty();
            }
        };
    }

    private boolean extended(Checkpoint old, SmallFiles small, String place) {
        var problem = problem(old, small);
        problem.ifPresent(detail -> findings.fail(Step.CONSISTENCY, place, detail));
        return problem.isEmpty();
    }

    private Optional<String> problem(Checkpoint old, SmallFiles small) {
        if (!old.origin().equals(checkpoint.origin())) {
            return Optional.of("it is of another log");
        }
        if (old.treeSize() > checkpoint.treeSize()) {
            return Optional.of("it has " + old.treeSize() + " entries, more than the " + checkpoint.treeSize()
                    + " of the bundle's: entries were dropped, or the bundle is older");
        }
        var proof = given(small)
                .filter(given -> given.oldSize() == old.treeSize() && given.newSize() == checkpoint.treeSize())
                .or(() -> needless(old));
        return proof.isEmpty()
                ? Optional.of("the bundle has no proof from its " + old.treeSize() + " entries on")
                : refuted(proof.get(), old);
    }

    private static Optional<ConsistencyProof> given(SmallFiles small) {
        return small.get(BundleFile.CONSISTENCY)
                .flatMap(bytes -> ConsistencyFile.parse(bytes) instanceof Parsed.Read<ConsistencyProof>(var proof)
                        ? Optional.of(proof)
                        : Optional.empty());
    }

    /** Between equal trees, and from an empty one, it takes no hashes, so nobody has to hand them in. */
    private Optional<ConsistencyProof> needless(Checkpoint old) {
        return old.treeSize() == 0 || old.treeSize() == checkpoint.treeSize()
                ? Optional.of(new ConsistencyProof(old.treeSize(), checkpoint.treeSize(), List.of()))
                : Optional.empty();
    }

    private Optional<String> refuted(ConsistencyProof proof, Checkpoint old) {
        return proof.verify(old.rootHash(), checkpoint.rootHash()) instanceof ProofCheck.Refuted(var step, var detail)
                ? Optional.of("the log does not begin with what it was then: " + step + ": " + detail)
                : Optional.empty();
    }
}
