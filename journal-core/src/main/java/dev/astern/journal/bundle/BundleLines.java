package dev.astern.journal.bundle;

import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import dev.astern.journal.audit.AuditFiles;
import dev.astern.journal.audit.AuditTrail;
import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.entry.Entry;
import dev.astern.journal.tree.InclusionVerifier;
import dev.astern.journal.tree.ProofCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** The files of a bundle that have something of every entry. */
final class BundleLines {
    private final OutputStream receipts;
    private final OutputStream proofs;
    private final OutputStream disclosures;
    private final AuditFiles audit;
    private final AuditTrail trail = new AuditTrail();
    private final InclusionVerifier inclusion;
    private long last = -1;
    private long count;

    BundleLines(OutputStream receipts, Spools spools, Checkpoint checkpoint) throws IOException {
        this.receipts = receipts;
        this.proofs = spools.of(BundleFile.PROOFS);
        this.disclosures = spools.of(BundleFile.DISCLOSURES);
        this.audit = new AuditFiles(
                checkpoint.origin(), spools.of(BundleFile.AUDIT_JSON), spools.of(BundleFile.AUDIT_MARKDOWN));
        this.inclusion = new InclusionVerifier(checkpoint.treeSize(), checkpoint.rootHash());
    }

    long count() {
        return count;
    }

    void add(BundleItem item) throws IOException {
        var leaf = item.leaf().toArray();
        var entry = read(Entry.parse(leaf));
        var said = read(entry.disclose(item.disclosures()));
        check(item, leaf);
        line(receipts, leaf);
        line(proofs, ProofLine.encode(item.index(), item.proof()));
        if (!item.disclosures().isEmpty()) {
            line(disclosures, new DisclosureLine(item.index(), item.disclosures()).encode());
        }
        var told = trail.add(item.index(), entry, said);
        if (told.isPresent()) {
            audit.add(AuditFiles.Text.of(List.of(told.get())));
        }
        last = item.index();
        count++;
    }

    /** Ends the first file; the others end with their temporary ones. */
    void finish() throws IOException {
        audit.add(AuditFiles.Text.of(trail.rest()));
        audit.finish();
        receipts.close();
    }

    private void check(BundleItem item, byte[] leaf) {
        var hashes = new ByteArrayOutputStream();
        item.proof().forEach(hash -> hashes.writeBytes(hash.toArray()));
        var check = inclusion.verify(item.index(), Hash.ofLeaf(leaf).toArray(), hashes.toByteArray());
        if (item.index() <= last || !(check instanceof ProofCheck.Proven)) {
            throw new IllegalArgumentException("entry " + item.index() + " after " + last + " is not proven: " + check);
        }
    }

    private static <T> T read(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Read<T>(var value) -> value;
            case Parsed.Malformed<T>(var flaw) -> throw new IllegalArgumentException(flaw.sentence());
        };
    }

    private static void line(OutputStream out, byte[] line) throws IOException {
        out.write(line);
        out.write('\n');
    }
}
