package dev.astern.witness;

import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteSigner;
import dev.astern.journal.note.SigningKey;
import dev.astern.journal.note.VerifierKey;
import dev.astern.journal.signer.TestLog;
import dev.astern.journal.witness.AddCheckpoint;
import java.security.SecureRandom;
import java.util.List;

/** A log with a key, and histories of it that forked. Its signer signs everything, which is why there are witnesses. */
record SignedLog(NoteSigner signer, TestLog history) {
    static SignedLog of(String origin) {
        return new SignedLog(new NoteSigner(origin, SigningKey.generate(new SecureRandom())), TestLog.of(origin));
    }

    /** The same log with other leaves from one on. */
    SignedLog forkedAt(long leaf) {
        return new SignedLog(signer, new TestLog(signer.name(), " forked", leaf));
    }

    VerifierKey key() {
        return signer.verifier();
    }

    Checkpoint at(long size) {
        synchronized (history) {
            return history.at(size);
        }
    }

    Note note(long size) {
        var text = at(size).text();
        return new Note(text, List.of(signer.sign(text)));
    }

    AddCheckpoint request(long oldSize, long size) {
        synchronized (history) {
            return new AddCheckpoint(oldSize, history.proof(oldSize, size).hashes(), note(size));
        }
    }
}
