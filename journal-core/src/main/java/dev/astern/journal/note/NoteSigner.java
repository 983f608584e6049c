package dev.astern.journal.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Bytes;

/** Signs notes under a name. */
public record NoteSigner(String name, SigningKey key) {
    public NoteSigner {
        KeyName.check(name);
    }

    /** What others check its signatures with. */
    public VerifierKey verifier() {
        return new VerifierKey(name, KeyType.ED25519, key.publicKey());
    }

    /** @param text with its last newline */
    public NoteSignature sign(String text) {
        return new NoteSignature(name, verifier().keyId(), Bytes.copyOf(key.sign(text.getBytes(UTF_8))));
    }
}
