package dev.astern.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.journal.Parsed;
import dev.astern.journal.note.Note;
import dev.astern.journal.proof.TlogProof;
import dev.astern.journal.tile.TileHashes;
import dev.astern.journal.tree.ConsistencyProof;
import dev.astern.journal.tree.InclusionProof;
import dev.astern.journal.tree.Prover;
import dev.astern.journal.tree.Proving;
import dev.astern.model.Receipt;
import dev.astern.model.SignedCheckpoint;
import dev.astern.storage.Journal;
import dev.astern.storage.LogStore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Proves receipts to outsiders. */
public final class Proofs {
    private final Journal journal;
    private final LogStore store;
    private final @Nullable Witnessing witnessing;

    /** @param witnessing null where there are no witnesses */
    public Proofs(Journal journal, LogStore store, @Nullable Witnessing witnessing) {
        this.journal = journal;
        this.store = store;
        this.witnessing = witnessing;
    }

    /**
     * @param entry as it is in the tree
     * @param proof a tlog-proof file, under the latest checkpoint
     */
    public record Proven(Receipt receipt, String entry, String proof) {}

    /**
     * Proves one receipt.
     *
     * @throws ProblemException {@link Reason#NOT_FOUND}, or {@link Reason#NOT_SIGNED} when the next checkpoint has to
     *     come first
     */
    public Proven prove(String sessionId, long sequence) {
        var receipt = receipt(sessionId, sequence);
        var checkpoint = checkpoint(receipt.index() + 1);
        var proof = new TlogProof(
                receipt.index(), inclusion(checkpoint, receipt.index()).hashes(), note(checkpoint));
        return new Proven(receipt, receipt.leaf(), new String(proof.encode(), UTF_8));
    }

    private Receipt receipt(String sessionId, long sequence) {
        return journal.ofSession(sessionId, Long.toString(sequence - 1), 1).items().stream()
                .filter(receipt -> receipt.sequence() == sequence)
                .findFirst()
                .orElseThrow(() -> problem(Reason.NOT_FOUND, "session " + sessionId + " has no receipt " + sequence));
    }

    /**
     * The latest checkpoint that enough witnesses have seen; the latest of all where there are none, or they don't answer.
     *
     * @param size how many entries it has to cover
     */
    SignedCheckpoint checkpoint(long size) {
        return Optional.ofNullable(witnessing)
                .flatMap(witnesses -> witnesses.covering(size))
                .or(() -> store.latest(store.current().id()).filter(latest -> latest.size() >= size))
                .orElseThrow(() -> problem(Reason.NOT_SIGNED, "no checkpoint covers it yet; ask again in a moment"));
    }

    InclusionProof inclusion(SignedCheckpoint checkpoint, long index) {
        return made(prover(checkpoint).inclusion(index, checkpoint.size()));
    }

    ConsistencyProof consistency(long from, SignedCheckpoint to) {
        return made(prover(to).consistency(from, to.size()));
    }

    private Prover prover(SignedCheckpoint checkpoint) {
        return new Prover(new TileHashes(paths -> store.tiles(checkpoint.log(), paths), checkpoint.size()));
    }

    private static <P> P made(Proving<P> proving) {
        return switch (proving) {
            case Proving.Made<P>(var proof) -> proof;
            case Proving.OutsideTree<P> outside -> throw problem(Reason.NOT_FOUND, "the log has no such entry");
            case Proving.HashesMissing<P>(var missing) ->
                throw problem(Reason.INTERNAL, "the store lacks " + missing.size() + " hashes of its tree");
        };
    }

    /** A checkpoint with the signatures of witnesses that it has. */
    Note note(SignedCheckpoint checkpoint) {
        var text = new StringBuilder(checkpoint.note());
        store.cosignatures(checkpoint.log(), checkpoint.size()).values().forEach(text::append);
        return parsed(text.toString());
    }

    /** A note that the store holds. */
    static Note parsed(String text) {
        return switch (Note.parse(text.getBytes(UTF_8))) {
            case Parsed.Read<Note>(var note) -> note;
            case Parsed.Malformed<Note>(var flaw) ->
                throw new IllegalStateException("the store holds a malformed checkpoint: " + flaw.sentence());
        };
    }

    private static ProblemException problem(Reason reason, String detail) {
        return Problem.of(reason, detail).toException();
    }
}
