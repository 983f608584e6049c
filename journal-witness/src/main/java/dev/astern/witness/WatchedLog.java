package dev.astern.witness;

import dev.astern.journal.Flaw;
import dev.astern.journal.Parsed;
import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.note.Cosigner;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteCheck;
import dev.astern.journal.note.NoteSignature;
import dev.astern.journal.note.NoteVerifier;
import dev.astern.journal.note.Reading;
import dev.astern.journal.note.VerifiedSignature;
import dev.astern.journal.note.VerifierKey;
import dev.astern.journal.signer.TreeHead;
import dev.astern.journal.tree.ConsistencyProof;
import dev.astern.journal.tree.ProofCheck;
import dev.astern.journal.witness.AddCheckpoint;
import dev.astern.journal.witness.WitnessAnswers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One log that is watched. From reading what was cosigned last to replacing it, one request goes after the other. */
final class WatchedLog {
    private final Latest latest;
    private final NoteVerifier notes;
    private final Cosigner cosigner;
    private final Clock clock;

    /** What the file has to say, unless it could not be written; then either the old or the new is right. */
    private @Nullable TreeHead expected;

    /** @param keys the log's, any one of which may sign */
    WatchedLog(Latest latest, List<VerifierKey> keys, Cosigner cosigner, Clock clock) {
        this.latest = latest;
        this.notes = new NoteVerifier(keys, Reading.INTEROPERABLE);
        this.cosigner = cosigner;
        this.clock = clock;
    }

    /** C2SP tlog-witness, section add-checkpoint, from the signature on, in its order. */
    Reply add(AddCheckpoint request) {
        return switch (notes.verify(request.checkpoint())) {
            case NoteCheck.Rejected(var step, var place) -> Reply.sentence(403, step.sentence());
            case NoteCheck.Verified(var signatures, var ignored) ->
                add(request, known(request.checkpoint(), signatures));
        };
    }

    /** The note without signatures of which nothing is known. */
    private static Note known(Note note, List<VerifiedSignature> verified) {
        return new Note(
                note.text(),
                verified.stream().map(signature -> line(note, signature.key())).toList());
    }

    private static NoteSignature line(Note note, VerifierKey key) {
        return note.signatures().stream()
                .filter(signature -> signature.keyName().equals(key.name()) && signature.keyId() == key.keyId())
                .findFirst()
                .orElseThrow();
    }

    private Reply add(AddCheckpoint request, Note signed) {
        return switch (Checkpoint.of(signed)) {
            case Parsed.Malformed<Checkpoint>(var flaw) ->
                Reply.sentence(flaw == Flaw.EMPTY_TREE ? 422 : 400, flaw.sentence());
            case Parsed.Read<Checkpoint>(var checkpoint) ->
                request.oldSize() > checkpoint.treeSize()
                        ? Reply.sentence(400, "the old size is larger than the checkpoint's")
                        : extend(request, checkpoint, signed);
        };
    }

    private synchronized Reply extend(AddCheckpoint request, Checkpoint checkpoint, Note signed) {
        try {
            var head = head();
            if (head.size() != request.oldSize()) {
                return conflict(head);
            }
            var proof = new ConsistencyProof(head.size(), checkpoint.treeSize(), request.proof());
            return switch (proof.verify(head.root(), checkpoint.rootHash())) {
                case ProofCheck.Refuted(var step, var detail) -> Reply.sentence(422, detail);
                case ProofCheck.Proven() -> rememberAndCosign(checkpoint, signed);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TreeHead head() throws IOException {
        var head = latest.read();
        if (expected != null && !expected.equals(head)) {
            throw new IOException(latest.folder() + " was changed by somebody else");
        }
        return head;
    }

    private static Reply conflict(TreeHead head) {
        var size = Reply.text(409, head.size() + "\n");
        return new Reply(size.status(), WitnessAnswers.SIZE_TYPE, size.body());
    }

    /** In this order: a cosignature that exists is remembered, whatever happens next. */
    private Reply rememberAndCosign(Checkpoint checkpoint, Note signed) throws IOException {
        expected = null;
        latest.write(signed);
        expected = new TreeHead(checkpoint.treeSize(), checkpoint.rootHash());
        var cosigned = signed.with(cosigner.cosign(signed.text(), clock.instant()));
        latest.writeCosigned(cosigned);
        return Reply.text(200, cosigned.signatures().getLast().line());
    }

    /** The checkpoint that was cosigned last, with its signatures. */
    synchronized Optional<byte[]> cosigned() {
        try {
            return latest.cosigned();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
