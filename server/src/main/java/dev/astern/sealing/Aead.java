package dev.astern.sealing;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM with a fresh nonce before the ciphertext. */
final class Aead {
    static final int KEY_BYTES = 32;

    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int HEADER_BYTES = 1 + NONCE_BYTES;

    private final SecretKeySpec key;

    Aead(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key has 32 bytes, not " + key.length + ": bug");
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    /** @param bound bytes that are not kept, and without which it can't be opened */
    byte[] seal(byte[] plain, byte[] bound, SecureRandom random) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, nonce, bound).doFinal(plain);
            return ByteBuffer.allocate(HEADER_BYTES + sealed.length)
                    .put(VERSION)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /** Empty when it is not what was sealed under this key with these bytes. */
    Optional<byte[]> open(byte[] sealed, byte[] bound) {
        if (sealed.length < HEADER_BYTES + TAG_BITS / Byte.SIZE || sealed[0] != VERSION) {
            return Optional.empty();
        }
        var nonce = ByteBuffer.wrap(sealed, 1, NONCE_BYTES);
        var bytes = new byte[NONCE_BYTES];
        nonce.get(bytes);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, bytes, bound)
                    .doFinal(sealed, HEADER_BYTES, sealed.length - HEADER_BYTES));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] bound) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(bound);
        return cipher;
    }
}
