package dev.astern.verify;

import dev.astern.journal.Parsed;
import dev.astern.journal.bundle.BundleFile;
import dev.astern.journal.bundle.ConsistencyFile;
import dev.astern.journal.bundle.Manifest;
import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.checkpoint.CheckpointCheck;
import dev.astern.journal.tree.ConsistencyProof;
import dev.astern.journal.tree.ProofCheck;
import dev.astern.verify.stamp.StampCheck;
import dev.astern.verify.stamp.StampVerifier;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** That an authority has seen a checkpoint of the log, which the bundle's extends. */
final class Stamps {
    private static final String PLACE = BundleFile.TIMESTAMP.fileName();

    private final Trust trust;
    private final Checkpoint checkpoint;
    private final Findings findings;

    Stamps(Trust trust, Checkpoint checkpoint, Findings findings) {
        this.trust = trust;
        this.checkpoint = checkpoint;
        this.findings = findings;
    }

    /** When, if that was asked for and is so. */
    Optional<Instant> check(SmallFiles small, Manifest manifest, List<X509Certificate> authorities) {
        boolean there = manifest.files().containsKey(BundleFile.TIMESTAMP);
        if (authorities.isEmpty()) {
            if (there) {
                findings.warn(
                        Warning.Kind.TIMESTAMP_UNCHECKED,
                        "there is a time stamp, and no authority was given to check it");
            }
            return Optional.empty();
        }
        if (!there) {
            findings.fail(Step.TIMESTAMP, PLACE, "an authority was given, and the bundle has no time stamp");
            return Optional.empty();
        }
        var response = small.get(BundleFile.TIMESTAMP);
        var stamped = small.get(BundleFile.TIMESTAMP_CHECKPOINT);
        var proof = small.get(BundleFile.TIMESTAMP_CONSISTENCY);
        return response.isEmpty() || stamped.isEmpty() || proof.isEmpty() || !leadsHere(stamped.get(), proof.get())
                ? Optional.empty()
                : time(new StampVerifier(authorities), response.get(), stamped.get());
    }

    private Optional<Instant> time(StampVerifier verifier, byte[] response, byte[] stamped) {
        return switch (verifier.verify(response, stamped)) {
            case StampCheck.Stamped(var time) -> Optional.of(time);
            case StampCheck.Refused(var detail) -> fail(PLACE, detail);
        };
    }

    private boolean leadsHere(byte[] stamped, byte[] proof) {
        var place = BundleFile.TIMESTAMP_CHECKPOINT.fileName();
        return switch (trust.checkOlder(stamped)) {
            case CheckpointCheck.Accepted accepted -> leadsHere(accepted.checkpoint(), proof);
            case CheckpointCheck.Rejected(var step, var detail) ->
                fail(place, step + ": " + detail).isPresent();
        };
    }

    private boolean leadsHere(Checkpoint stamped, byte[] bytes) {
        var place = BundleFile.TIMESTAMP_CONSISTENCY.fileName();
        if (!(ConsistencyFile.parse(bytes) instanceof Parsed.Read<ConsistencyProof>(var proof))
                || !stamped.origin().equals(checkpoint.origin())
                || proof.oldSize() != stamped.treeSize()
                || proof.newSize() != checkpoint.treeSize()
                || !(proof.verify(stamped.rootHash(), checkpoint.rootHash()) instanceof ProofCheck.Proven)) {
            fail(place, "no proof that the bundle's checkpoint extends the stamped one");
            return false;
        }
        return true;
    }

    private Optional<Instant> fail(String place, String detail) {
        findings.fail(Step.TIMESTAMP, place, detail);
        return Optional.empty();
    }
}
