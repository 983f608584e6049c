package dev.astern.sealing;

import java.security.SecureRandom;
import java.util.Optional;

/** A key of one session or one person. Where it is destroyed, what it sealed is erased. */
final class DataKey {
    private final String id;
    private final byte[] bytes;
    private final Aead aead;
    private final SecureRandom random;

    DataKey(String id, byte[] bytes, SecureRandom random) {
        this.id = id;
        this.bytes = bytes.clone();
        this.aead = new Aead(bytes);
        this.random = random;
    }

    String id() {
        return id;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    byte[] seal(byte[] plain, byte[] bound) {
        return aead.seal(plain, bound, random);
    }

    Optional<byte[]> open(byte[] sealed, byte[] bound) {
        return aead.open(sealed, bound);
    }

    @Override
    public String toString() {
        return "DataKey[" + id + "]";
    }
}
