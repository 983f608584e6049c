package dev.astern.journal.note;

import java.util.Optional;
import java.util.stream.Stream;

/** What a key signs. The type is part of the key id, so that a signature of one type never passes for another. */
public enum KeyType {
    /** The note's text itself. */
    ED25519(0x01),
    /** The note's text and when a witness saw it. */
    COSIGNATURE(0x04);

    private final byte identifier;

    KeyType(int identifier) {
        this.identifier = (byte) identifier;
    }

    /** As C2SP signed-note assigns it. */
    public byte identifier() {
        return identifier;
    }

    static Optional<KeyType> of(byte identifier) {
        return Stream.of(values()).filter(type -> type.identifier == identifier).findFirst();
    }
}
