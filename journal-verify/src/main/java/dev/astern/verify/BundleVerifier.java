package dev.astern.verify;

import dev.astern.journal.Parsed;
import dev.astern.journal.bundle.BundleFile;
import dev.astern.journal.bundle.BundleSource;
import dev.astern.journal.bundle.Manifest;
import dev.astern.journal.checkpoint.CheckpointCheck;
import dev.astern.journal.note.NoteSignature;
import dev.astern.journal.note.Reading;
import dev.astern.journal.policy.Policy;
import dev.astern.verify.lines.LinesCheck;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Verifies a bundle against a policy. Every step that can be taken is taken, so that the verdict lists all that was
 * found; the large files are read once.
 */
public final class BundleVerifier {
    private final Policy policy;
    private final Options options;

    public BundleVerifier(Policy policy, Options options) {
        this.policy = policy;
        this.options = options;
    }

    /** @param source which may be made to deceive */
    public Verdict verify(BundleSource source) {
        var findings = new Findings();
        var summary = manifest(source, findings).flatMap(manifest -> verify(source, manifest, findings));
        return summary.isPresent() && !findings.failed()
                ? new Verdict.Verified(summary.get(), findings.warnings())
                : new Verdict.Refuted(findings.failures(), findings.warnings());
    }

    private Optional<Manifest> manifest(BundleSource source, Findings findings) {
        if (!source.files().contains(BundleFile.MANIFEST)) {
            findings.fail(Step.FILES, BundleFile.MANIFEST.fileName(), "it is not there");
            return Optional.empty();
        }
        byte[] bytes;
        try (var in = source.open(BundleFile.MANIFEST)) {
            bytes = in.readNBytes(Manifest.MAX_BYTES + 1);
        } catch (IOException e) {
            findings.fail(Step.FILES, BundleFile.MANIFEST.fileName(), "it can't be read");
            return Optional.empty();
        }
        return switch (Manifest.parse(bytes)) {
            case Parsed.Read<Manifest>(var manifest) -> isWhole(source, manifest, findings);
            case Parsed.Malformed<Manifest>(var flaw) -> {
                findings.fail(Step.MANIFEST, BundleFile.MANIFEST.fileName(), flaw.sentence());
                yield Optional.empty();
            }
        };
    }

    private Optional<Manifest> isWhole(BundleSource source, Manifest manifest, Findings findings) {
        var expected = EnumSet.of(BundleFile.MANIFEST);
        expected.addAll(manifest.files().keySet());
        if (!source.files().equals(expected)) {
            findings.fail(Step.FILES, "", "the files are others than the manifest names");
            return Optional.empty();
        }
        long bytes = 0;
        for (var digest : manifest.files().values()) {
            // No sum of a few sizes below 2^53 is too large for a long.
            bytes += digest.bytes();
        }
        if (bytes > options.maxBytes()) {
            findings.fail(
                    Step.FILES, "", "they have " + bytes + " bytes, more than the limit of " + options.maxBytes());
            return Optional.empty();
        }
        return Optional.of(manifest);
    }

    private Optional<Summary> verify(BundleSource source, Manifest manifest, Findings findings) {
        var small = SmallFiles.read(source, manifest, findings);
        var trust = trust(small, manifest, findings);
        var checkpoint = checkpoint(small, manifest, trust, findings);
        if (checkpoint.isEmpty()) {
            LinesCheck.digests(source, manifest, findings);
            return Optional.empty();
        }
        var accepted = checkpoint.get();
        var counts = LinesCheck.check(source, manifest, accepted.checkpoint(), options.threads(), findings);
        var older = new OlderCheckpoints(trust, accepted.checkpoint(), findings);
        older.bundled(small);
        options.oldCheckpoint().ifPresent(kept -> older.kept(kept.toArray(), small));
        var stamped = new Stamps(trust, accepted.checkpoint(), findings).check(small, manifest, options.authorities());
        witnesses(accepted, older.keptSize(), findings);
        return Optional.of(new Summary(
                manifest.scope(),
                counts.entries(),
                counts.disclosures(),
                accepted.checkpoint(),
                accepted.signatures(),
                older.keptSize(),
                stamped));
    }

    private Trust trust(SmallFiles small, Manifest manifest, Findings findings) {
        var trust = new Trust(policy, options.reading());
        if (options.followRotations()) {
            small.get(BundleFile.ROTATIONS).ifPresent(rotations -> trust.follow(rotations, findings));
        } else if (manifest.files().containsKey(BundleFile.ROTATIONS)) {
            findings.warn(
                    Warning.Kind.ROTATIONS_UNCHECKED,
                    "there are statements by which keys handed over; they were not asked to be followed");
        }
        return trust;
    }

    private Optional<CheckpointCheck.Accepted> checkpoint(
            SmallFiles small, Manifest manifest, Trust trust, Findings findings) {
        var note = small.get(BundleFile.CHECKPOINT);
        if (note.isEmpty()) {
            return Optional.empty();
        }
        return switch (trust.check(note.get())) {
            case CheckpointCheck.Accepted accepted -> ofOrigin(accepted, manifest, findings);
            case CheckpointCheck.Rejected(var step, var detail) -> {
                findings.fail(Step.CHECKPOINT, BundleFile.CHECKPOINT.fileName(), step + ": " + detail);
                yield Optional.empty();
            }
        };
    }

    private Optional<CheckpointCheck.Accepted> ofOrigin(
            CheckpointCheck.Accepted accepted, Manifest manifest, Findings findings) {
        if (!accepted.checkpoint().origin().equals(manifest.origin())) {
            findings.fail(
                    Step.CHECKPOINT, BundleFile.CHECKPOINT.fileName(), "it is of another log than the manifest says");
            return Optional.empty();
        }
        if (options.reading() == Reading.INTEROPERABLE) {
            ignored(accepted, findings);
        }
        return Optional.of(accepted);
    }

    private static void ignored(CheckpointCheck.Accepted accepted, Findings findings) {
        if (!accepted.ignored().isEmpty()) {
            var names = accepted.ignored().stream().map(NoteSignature::keyName).collect(Collectors.joining(", "));
            findings.warn(Warning.Kind.IGNORED, "signatures of keys that are not known, or repeated: " + names);
        }
        if (!accepted.checkpoint().extensions().isEmpty()) {
            findings.warn(Warning.Kind.IGNORED, "lines of the checkpoint behind the third");
        }
    }

    private static void witnesses(CheckpointCheck.Accepted accepted, Optional<Long> keptSize, Findings findings) {
        if (accepted.cosignatures().isEmpty()) {
            var unseen = keptSize.isEmpty()
                    ? "all of this log's history could have been written anew by whoever has its key"
                    : "what came after the first " + keptSize.get()
                            + " entries, which are as you saw them, could have been written anew by whoever has the key";
            findings.warn(
                    Warning.Kind.UNWITNESSED,
                    "no witness cosigned the checkpoint: " + unseen
                            + ", and entries at its end could have been dropped; nobody could see it from this bundle");
        }
    }
}
