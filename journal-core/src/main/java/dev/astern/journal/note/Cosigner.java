package dev.astern.journal.note;

import dev.astern.journal.Bytes;
import java.time.Instant;

/** Signs, as a witness, when it saw a checkpoint. That the checkpoint is consistent is for its caller to have checked. */
public record Cosigner(String name, SigningKey key) {
    public Cosigner {
        KeyName.check(name);
    }

    /** What others check its cosignatures with. */
    public VerifierKey verifier() {
        return new VerifierKey(name, KeyType.COSIGNATURE, key.publicKey());
    }

    /** @param text the checkpoint's, with its last newline */
    public NoteSignature cosign(String text, Instant seen) {
        long timestampSec = seen.getEpochSecond();
        var signature = Bytes.copyOf(key.sign(Cosignature.message(timestampSec, text)));
        return new NoteSignature(name, verifier().keyId(), new Cosignature(timestampSec, signature).encode());
    }
}
