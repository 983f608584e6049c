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
import dev.astern.journal.note.VerifiedSignature;
import dev.astern.journal.policy.Policy;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks a checkpoint from its bytes to its quorum. That two checkpoints are consistent is for a proof to show. */
public final class CheckpointVerifier {
    private final Policy policy;
    private final Reading reading;
    private final NoteVerifier notes;

    public CheckpointVerifier(Policy policy, Reading reading) {
        this.policy = policy;
        this.reading = reading;
        this.notes = new NoteVerifier(policy.keys(), reading);
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
        if (!policy.knows(checkpoint.origin())) {
            return new Rejected(Step.ORIGIN, "it is not a checkpoint of a log that the policy names");
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
        var signed = verified.signatures().stream()
                .map(VerifiedSignature::key)
                .collect(Collectors.partitioningBy(key -> key.type() == KeyType.COSIGNATURE, Collectors.toSet()));
        if (signed.getOrDefault(false, Set.of()).stream()
                .noneMatch(key -> key.name().equals(checkpoint.origin()))) {
            return new Rejected(Step.LOG, "no key of the log has signed");
        }
        var cosigned = signed.getOrDefault(true, Set.of());
        return policy.quorum().isMetBy(cosigned)
                ? new Accepted(checkpoint, verified.signatures(), verified.ignored())
                : new Rejected(
                        Step.QUORUM, "witnesses that cosigned: " + cosigned.size() + ", not a quorum of the policy");
    }
}
