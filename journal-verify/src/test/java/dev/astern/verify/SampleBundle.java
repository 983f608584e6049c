package dev.astern.verify;

import dev.astern.journal.Bytes;
import dev.astern.journal.Hash;
import dev.astern.journal.bundle.BundleHead;
import dev.astern.journal.bundle.Scope;
import dev.astern.journal.note.Note;
import dev.astern.journal.proof.TlogProof;
import dev.astern.journal.tree.InclusionProof;
import dev.astern.journal.tree.ProofCheck;
import dev.astern.verify.stamp.TestAuthority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A closed session with everything a bundle can have. */
public final class SampleBundle {
    private final TestLog log = new TestLog(1);
    private final TestAuthority authority = new TestAuthority();
    private final Note note;

    public SampleBundle() {
        log.open("ses_1");
        log.act("ses_1", "DELETE FROM accounts WHERE id = 7");
        log.close("ses_1");
        note = log.sign(log.checkpoint(), TestLog.witness(1));
    }

    public String policy() {
        return "log " + log.signer.verifier().text() + "\nwitness w "
                + TestLog.witness(1).verifier().text() + "\nquorum w\n";
    }

    public byte[] oldCheckpoint() {
        return log.sign(log.checkpoint(2)).encode();
    }

    public TestAuthority authority() {
        return authority;
    }

    public TestBundle bundle(Path scratch) {
        var old = log.sign(log.checkpoint(2));
        var stamp = Bytes.copyOf(authority.stamp(note.encode(), Instant.parse("2026-11-21T11:00:00Z")));
        var head = new BundleHead(
                new Scope.Sessions(List.of("ses_1")),
                log.now(),
                note,
                Optional.of(new BundleHead.Old(old, log.consistency(2))),
                Optional.of(new BundleHead.TimeStamp(stamp, note, log.consistency(4))),
                List.of());
        return log.bundle(scratch, head, log.of("ses_1"));
    }

    public byte[] zip(Path scratch) {
        return zipped(bundle(scratch));
    }

    public static byte[] zipped(TestBundle bundle) {
        return zipped(bundle, Deflater.DEFAULT_COMPRESSION);
    }

    static byte[] zipped(TestBundle bundle, int level) {
        var zip = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(zip)) {
            out.setLevel(level);
            for (var file : bundle.contents().entrySet()) {
                var entry = new ZipEntry(file.getKey().fileName());
                entry.setTimeLocal(LocalDateTime.of(2026, 11, 21, 10, 0));
                out.putNextEntry(entry);
                out.write(file.getValue());
                out.closeEntry();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return zip.toByteArray();
    }

    /** Of the third entry. */
    public TlogProof proof() {
        return new TlogProof(2, log.inclusion(2, 4), note);
    }

    public byte[] entry() {
        return log.leaves.get(2).clone();
    }

    public Hash root() {
        return log.checkpoint().rootHash();
    }

    /** Where the third entry's proof leads from the second place. */
    public String otherRoot() {
        var check = new InclusionProof(1, 4, log.inclusion(2, 4)).verify(Hash.ofLeaf(entry()), root());
        var detail = ((ProofCheck.Refuted) check).detail();
        return detail.substring(detail.lastIndexOf(' ') + 1);
    }
}
