package dev.astern.journal.note;

import dev.astern.journal.Bytes;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Bouncy Castle's Ed25519 for public keys of 32 bytes, as RFC 8032 encodes them. */
final class PublicKeys {
    private PublicKeys() {}

    /**
     * Whether it is a canonical point of the curve, and of the large prime order. Under a key of small order one
     * signature fits almost any text, so whoever hands one out has promised nothing.
     */
    static boolean isUsable(Bytes key) {
        return key.length() == Ed25519.PUBLIC_KEY_SIZE && Ed25519.validatePublicKeyFull(key.toArray(), 0);
    }

    /** RFC 8032, section 5.1.7, with the only form that the signature's number may have. */
    static boolean verifies(Bytes key, byte[] message, Bytes signature) {
        return signature.length() == Ed25519.SIGNATURE_SIZE
                && Ed25519.verify(signature.toArray(), 0, key.toArray(), 0, message, 0, message.length);
    }
}
