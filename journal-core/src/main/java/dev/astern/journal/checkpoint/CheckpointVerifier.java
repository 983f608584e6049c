package dev.astern.journal.checkpoint;

import dev.astern.journal.Parsed;
import dev.astern.journal.checkpoint.CheckpointCheck.Accepted;
import dev.astern.journal.checkpoint.CheckpointCheck.Rejected;
import dev.astern.journal.checkpoint.CheckpointCheck.Step;
import dev.astern.journal.note.KeyType;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteCheck;
import dev.astern.journal.note.NoteVerifier;
import dev.astern.journal.note.Reading;
import dev.astern.journal.note.VerifierKey;
import java.util.ArrayList;
import java.util.List;

/** Checks a checkpoint from its bytes to its quorum. That two checkpoints are consistent is for a proof to show. */
public final class CheckpointVerifier {
    private final CheckpointTrust trust;
    private final Reading reading;
    private final NoteVerifier notes;

    public CheckpointVerifier(CheckpointTrust trust, Reading reading) {
        this.trust = trust;
        this.reading = reading;
        List<VerifierKey> keys = new ArrayList<>(trust.logKeys());
        keys.addAll(trust.witnesses());
        this.notes = new NoteVerifier(keys, reading);
    }

    public CheckpointCheck verify(byte[] bytes) {
        return switch (Note.parse(bytes)) {
            case Parsed.Read<Note>(var note) -> verify(note);
            case Parsed.Malformed<Note>(var flaw) -> new Rejected(Step.NOTE, flaw.sentence());
        };
    }

    private CheckpointCheck verify(Note note) {
        return switch (Checkpoint.of(note)) {
            case Parsed.Read<Checkpoint>(var checkpoint) -> verify(note, checkpoint);
            case Parsed.Malformed<Checkpoint>(var flaw) -> new Rejected(Step.TEXT, flaw.sentence());
        };
    }

    private CheckpointCheck verify(Note note, Checkpoint checkpoint) {
        if (!checkpoint.origin().equals(trust.origin())) {
            return new Rejected(Step.ORIGIN, "it is not a checkpoint of " + trust.origin());
        }
        if (reading == Reading.STRICT && !checkpoint.extensions().isEmpty()) {
            return new Rejected(Step.EXTENSION, "it has more than three lines");
        }
        return switch (notes.verify(note)) {
            case NoteCheck.Verified verified -> verify(checkpoint, verified);
            case NoteCheck.Rejected(var step, var place) ->
                new Rejected(Step.SIGNATURE, step.sentence() + (place == 0 ? "" : ": signature " + place));
        };
    }

    private CheckpointCheck verify(Checkpoint checkpoint, NoteCheck.Verified verified) {
        if (count(verified, KeyType.ED25519) == 0) {
            return new Rejected(Step.LOG, "no key of the log has signed");
        }
        long witnesses = count(verified, KeyType.COSIGNATURE);
        if (witnesses < trust.quorum()) {
            return new Rejected(Step.QUORUM, "expected " + trust.quorum() + " witnesses, found " + witnesses);
        }
        return new Accepted(checkpoint, verified.signatures(), verified.ignored());
    }

    private static long count(NoteCheck.Verified verified, KeyType type) {
        return verified.signatures().stream()
                .filter(signature -> signature.key().type() == type)
                .count();
    }
}
