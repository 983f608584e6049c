package dev.astern.journal.signer;

import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.VerifierKey;
import dev.astern.journal.tree.ConsistencyProof;
import java.security.SecureRandom;
import java.util.List;

/** The one that holds a log's key. Safe for many threads; signs one thing after the other. */
public interface Signer {
    VerifierKey verifierKey();

    /**
     * What was signed last, by this signer's own memory, not by the log's; {@link TreeHead#EMPTY} before the first.
     *
     * @throws SignerException when the memory can't be read
     */
    TreeHead lastSigned();

    /**
     * Signs a checkpoint that extends the last one, durably remembering its size and root first.
     *
     * @param extension from {@link #lastSigned} to the checkpoint
     */
    Signing sign(Checkpoint checkpoint, ConsistencyProof extension);

    /**
     * Goes on with a new key. It has happened when this returns; when it throws it may have.
     *
     * @return what has to become an entry of the log: the old key's statement, which is among {@link #rotations} too
     */
    Note rotate(SecureRandom random);

    /** The statements by which each of the log's keys handed over to the next, oldest first. */
    List<Note> rotations();
}
