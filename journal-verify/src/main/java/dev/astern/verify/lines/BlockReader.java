package dev.astern.verify.lines;

import dev.astern.journal.Flaw;
import dev.astern.journal.bundle.DisclosureLine;
import dev.astern.journal.bundle.ProofLine;
import dev.astern.journal.entry.Entry;
import dev.astern.verify.Failure;
import dev.astern.verify.Step;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the three files side by side: a receipt, its proof, and the disclosures of the same index if there are any. */
final class BlockReader {
    private final LineReader receipts;
    private final LineReader proofs;
    private final LineReader disclosures;

    /** The next line of disclosures, which may belong to a later entry. */
    private byte @Nullable [] ahead;

    private boolean ended;

    BlockReader(CheckedFile receipts, CheckedFile proofs, CheckedFile disclosures) {
        this.receipts = new LineReader(receipts, Entry.MAX_BYTES);
        this.proofs = new LineReader(proofs, ProofLine.MAX_BYTES);
        this.disclosures = new LineReader(disclosures, DisclosureLine.MAX_BYTES);
        this.ahead = this.disclosures.next();
    }

    /** The next entries; empty when all were read, or nothing more can be. */
    Optional<Block> next() {
        if (ended) {
            return Optional.empty();
        }
        var block = new Block(receipts.lines() + 1);
        while (!ended && !block.isFull()) {
            var failure = addEntry(block);
            if (failure.isPresent()) {
                block.fail(failure.get());
                ended = true;
            }
        }
        return Optional.of(block);
    }

    private Optional<Failure> addEntry(Block block) {
        var receipt = receipts.next();
        var proof = proofs.next();
        if (receipt == null || proof == null) {
            ended = true;
            return ending(receipt, proof);
        }
        long index = TailIndex.of(proof);
        if (index < 0) {
            return Optional.of(new Failure(Step.INCLUSION, proofs.place(), Flaw.INCLUSION_LINE.sentence()));
        }
        byte @Nullable [] shown = null;
        if (ahead != null) {
            long belongsTo = TailIndex.of(ahead);
            if (belongsTo < index) {
                return Optional.of(foreign(belongsTo));
            }
            if (belongsTo == index) {
                shown = ahead;
                ahead = disclosures.next();
            }
        }
        block.add(new Block.Raw(receipt, proof, shown));
        return Optional.empty();
    }

    /** There are as many proofs as receipts, no disclosures are left, and each file ends with a line. */
    private Optional<Failure> ending(byte @Nullable [] receipt, byte @Nullable [] proof) {
        if (receipts.malformed()) {
            return Optional.of(new Failure(Step.RECEIPTS, receipts.place(), Flaw.ENTRY_SIZE.sentence()));
        }
        if (proofs.malformed() || (receipt == null) != (proof == null)) {
            return Optional.of(new Failure(Step.INCLUSION, proofs.place(), "there is one proof for each receipt"));
        }
        if (disclosures.malformed()) {
            return Optional.of(new Failure(Step.DISCLOSURES, disclosures.place(), Flaw.LINE_END.sentence()));
        }
        return ahead == null ? Optional.empty() : Optional.of(foreign(TailIndex.of(ahead)));
    }

    private Failure foreign(long index) {
        return new Failure(
                Step.DISCLOSURES,
                disclosures.place(),
                index < 0
                        ? Flaw.DISCLOSURE_LINE.sentence()
                        : "there is no receipt of this index, or not at this place");
    }
}
