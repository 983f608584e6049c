package dev.astern.verify.lines;

import dev.astern.journal.Hash;
import dev.astern.journal.NodeHasher;
import dev.astern.journal.Parsed;
import dev.astern.journal.bundle.BundleFile;
import dev.astern.journal.bundle.DisclosureLine;
import dev.astern.journal.bundle.ProofLine;
import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.entry.Disclosure;
import dev.astern.journal.entry.Entry;
import dev.astern.journal.tree.InclusionVerifier;
import dev.astern.journal.tree.ProofCheck;
import dev.astern.verify.Failure;
import dev.astern.verify.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** All that can be checked of one entry without the others: its form, its proof, its disclosures. */
final class BlockCheck implements Callable<CheckedBlock> {
    private final Block block;
    private final InclusionVerifier inclusion;
    private final NodeHasher hasher = new NodeHasher();
    private final List<CheckedEntry> checked = new ArrayList<>();
    private @Nullable Failure failure;
    /** Which entry it is at. */
    private long line;

    BlockCheck(Block block, Checkpoint checkpoint) {
        this.block = block;
        this.line = block.firstLine();
        this.inclusion = new InclusionVerifier(checkpoint.treeSize(), checkpoint.rootHash());
    }

    @Override
    public CheckedBlock call() {
        for (var raw : block.entries()) {
            var entry = check(raw);
            if (entry == null) {
                return new CheckedBlock(checked, Optional.ofNullable(failure));
            }
            checked.add(entry);
            line++;
        }
        return new CheckedBlock(checked, block.failure());
    }

    private @Nullable CheckedEntry check(Block.Raw raw) {
        var hash = new byte[Hash.SIZE_BYTES];
        hasher.leaf(raw.receipt, 0, raw.receipt.length, hash);
        var entry = read(Entry.parse(raw.receipt), Step.RECEIPTS, BundleFile.RECEIPTS);
        if (entry == null) {
            return null;
        }
        var proof = read(ProofLine.parse(raw.proof, 0, raw.proof.length), Step.INCLUSION, BundleFile.PROOFS);
        if (proof == null || !isIncluded(proof, hash)) {
            return null;
        }
        var shown = shown(raw.disclosures);
        var said = shown == null ? null : read(entry.disclose(shown), Step.DISCLOSURES, BundleFile.RECEIPTS);
        return shown == null || said == null
                ? null
                : new CheckedEntry(proof.index(), Hash.copyOf(hash), entry, said, shown.size());
    }

    private boolean isIncluded(ProofLine proof, byte[] hash) {
        if (inclusion.verify(proof.index(), hash, proof.hashes()) instanceof ProofCheck.Refuted(var step, var detail)) {
            failure = new Failure(Step.INCLUSION, place(BundleFile.PROOFS), step + ": " + detail);
            return false;
        }
        return true;
    }

    private @Nullable List<Disclosure> shown(byte @Nullable [] disclosures) {
        if (disclosures == null) {
            return List.of();
        }
        var read = read(DisclosureLine.parse(disclosures), Step.DISCLOSURES, BundleFile.RECEIPTS);
        return read == null ? null : read.disclosures();
    }

    private <T> @Nullable T read(Parsed<T> parsed, Step step, BundleFile file) {
        return switch (parsed) {
            case Parsed.Read<T>(var value) -> value;
            case Parsed.Malformed<T>(var flaw) -> {
                failure = new Failure(step, place(file), flaw.sentence());
                yield null;
            }
        };
    }

    private String place(BundleFile file) {
        return file.fileName() + ":" + line;
    }
}
