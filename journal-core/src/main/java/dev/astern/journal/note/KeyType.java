package dev.astern.journal.note;

import dev.astern.journal.Bytes;
import java.util.Optional;
import java.util.stream.Stream;

/** What a key signs. The type is part of the key id, so that a signature of one type never passes for another. */
public enum KeyType {
    /** The note's text itself. */
    ED25519(0x01),
    /** The note's text and when a witness saw it. */
    COSIGNATURE(0x04),
    /** The tree that a checkpoint's text names; safe from quantum computers. Witnesses may use it, too; here logs do. */
    ML_DSA_44(0x06);

    private final byte identifier;

    KeyType(int identifier) {
        this.identifier = (byte) identifier;
    }

    boolean isUsable(Bytes publicKey) {
        return switch (this) {
            case ED25519, COSIGNATURE -> PublicKeys.isUsable(publicKey);
            case ML_DSA_44 -> publicKey.length() == MlDsa.PUBLIC_KEY_BYTES;
        };
    }

    /** As C2SP signed-note assigns it. */
    public byte identifier() {
        return identifier;
    }

    static Optional<KeyType> of(byte identifier) {
        return Stream.of(values()).filter(type -> type.identifier == identifier).findFirst();
    }
}
