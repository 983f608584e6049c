package dev.astern.journal.bundle;

import dev.astern.journal.Bytes;
import dev.astern.journal.note.Note;
import dev.astern.journal.tree.ConsistencyProof;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All of a bundle but its entries.
 *
 * @param created when it is made
 * @param checkpoint under which all entries are proven
 * @param old an older checkpoint, and the proof from it
 * @param timeStamp over some checkpoint of the log
 * @param rotations the notes by which the log's keys handed over, in order
 */
public record BundleHead(
        Scope scope,
        Instant created,
        Note checkpoint,
        Optional<Old> old,
        Optional<TimeStamp> timeStamp,
        List<Note> rotations) {
    /** @param consistency from the older checkpoint to the bundle's */
    public record Old(Note checkpoint, ConsistencyProof consistency) {}

    /**
     * @param response of RFC 3161, over the SHA-256 of the checkpoint's bytes
     * @param consistency between the stamped checkpoint and the bundle's, from the smaller to the larger
     */
    public record TimeStamp(Bytes response, Note checkpoint, ConsistencyProof consistency) {}

    public BundleHead {
        rotations = List.copyOf(rotations);
    }
}
