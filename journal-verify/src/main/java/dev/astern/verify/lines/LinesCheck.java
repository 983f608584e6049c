package dev.astern.verify.lines;

import dev.astern.journal.bundle.BundleFile;
import dev.astern.journal.bundle.BundleSource;
import dev.astern.journal.bundle.Manifest;
import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.entry.EntryType;
import dev.astern.verify.Findings;
import dev.astern.verify.Step;
import dev.astern.verify.Warning;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Checks receipts, proofs, disclosures and audit files against each other and a checkpoint, in one pass over them. */
public final class LinesCheck {
    public static final Set<BundleFile> FILES = Set.of(
            BundleFile.RECEIPTS,
            BundleFile.PROOFS,
            BundleFile.DISCLOSURES,
            BundleFile.AUDIT_JSON,
            BundleFile.AUDIT_MARKDOWN);

    private final Manifest manifest;
    private final Findings findings;
    private final Map<BundleFile, CheckedFile> files = new EnumMap<>(BundleFile.class);
    private final Chains chains;
    private final Clocks clocks = new Clocks();
    private long withheld;
    private long shown;
    private long erasures;
    private boolean stopped;

    /** How much was checked. */
    public record Counts(long entries, long disclosures) {}

    private LinesCheck(BundleSource source, Manifest manifest, Findings findings) {
        this.manifest = manifest;
        this.findings = findings;
        this.chains = new Chains(manifest.scope());
        for (var file : FILES) {
            var expected = Objects.requireNonNull(manifest.files().get(file), file.fileName());
            files.put(file, CheckedFile.open(source, file, expected));
        }
    }

    /** Only compares the digests, when there is no checkpoint to check anything with. */
    public static void digests(BundleSource source, Manifest manifest, Findings findings) {
        new LinesCheck(source, manifest, findings).close();
    }

    /** @param threads how many check blocks, beside this one that reads them and puts them together */
    public static Counts check(
            BundleSource source, Manifest manifest, Checkpoint checkpoint, int threads, Findings findings) {
        var check = new LinesCheck(source, manifest, findings);
        try {
            return check.lines(checkpoint, threads);
        } catch (IOException e) {
            throw new IllegalStateException("comparing can't fail: bug", e);
        } finally {
            check.close();
        }
    }

    private Counts lines(Checkpoint checkpoint, int threads) throws IOException {
        var json = file(BundleFile.AUDIT_JSON);
        var markdown = file(BundleFile.AUDIT_MARKDOWN);
        var reader = new BlockReader(file(BundleFile.RECEIPTS), file(BundleFile.PROOFS), file(BundleFile.DISCLOSURES));
        try (var workers = new Workers(threads)) {
            var audit = new AuditCheck(checkpoint.origin(), json, markdown, workers);
            var blocks = new Blocks(reader, checkpoint, workers);
            while (!stopped) {
                var block = blocks.next();
                if (block.isEmpty()) {
                    break;
                }
                add(block.get());
                audit.add(block.get().entries());
            }
            if (!stopped) {
                audit.finish(findings);
                end(checkpoint);
            }
        }
        return new Counts(chains.count(), shown);
    }

    private void add(CheckedBlock block) {
        for (var entry : block.entries()) {
            var problem = chains.add(entry);
            if (problem.isPresent()) {
                stop(Step.COMPLETENESS, "index " + entry.index(), problem.get());
                return;
            }
            clocks.add(entry);
            withheld += entry.said().withheld();
            shown += entry.shown();
            erasures += entry.entry().type() == EntryType.ERASURE ? 1 : 0;
        }
        block.failure().ifPresent(failure -> stop(failure.step(), failure.place(), failure.detail()));
    }

    private void stop(Step step, String place, String detail) {
        findings.fail(step, place, detail);
        stopped = true;
    }

    private void end(Checkpoint checkpoint) {
        chains.end(checkpoint.treeSize()).ifPresent(problem -> findings.fail(Step.COMPLETENESS, "", problem));
        if (chains.count() != manifest.entries()) {
            findings.fail(
                    Step.MANIFEST,
                    "",
                    "it counts " + manifest.entries() + " receipts, and there are " + chains.count());
        }
        for (var session : chains.open()) {
            findings.warn(
                    Warning.Kind.SESSION_OPEN,
                    session + " has not ended: entries after the last one here may be missing");
        }
        clocks.warning().ifPresent(detail -> findings.warn(Warning.Kind.TIME_BACKWARDS, detail));
        if (withheld > 0) {
            findings.warn(
                    Warning.Kind.WITHHELD,
                    withheld + " disclosures are not here: withheld, or erased with their keys; receipts that say keys"
                            + " were destroyed: " + erasures);
        }
    }

    private CheckedFile file(BundleFile file) {
        return Objects.requireNonNull(files.get(file), file.fileName());
    }

    /** The verdict needs every digest, however far the lines were read. */
    private void close() {
        for (var file : files.values()) {
            file.finish()
                    .ifPresent(
                            problem -> findings.fail(Step.DIGESTS, file.file().fileName(), problem));
            try {
                file.close();
            } catch (IOException e) {
                // It was read to its end.
            }
        }
    }
}
