package dev.astern.journal.note;

import dev.astern.journal.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** The JDK's Ed25519 for public keys of 32 bytes, as RFC 8032 encodes them. */
final class PublicKeys {
    static final int SIZE_BYTES = 32;
    static final String ALGORITHM = "Ed25519";

    /** What X.509 puts before the 32 bytes. */
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int SIGN_BIT = 0x80;

    /**
     * The points of small order, without their sign bits. One signature fits almost any text under such a key, so whoever
     * hands one out has promised nothing. The JDK takes them.
     */
    private static final Set<String> SMALL_ORDER = Set.of(
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");

    private PublicKeys() {}

    static boolean isUsable(Bytes key) {
        if (key.length() != SIZE_BYTES || isSmallOrder(key)) {
            return false;
        }
        try {
            // Only here does the JDK look whether it is a point of the curve.
            verifier(key);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean isSmallOrder(Bytes key) {
        var bytes = key.toArray();
        bytes[SIZE_BYTES - 1] &= (byte) ~SIGN_BIT;
        return SMALL_ORDER.contains(HexFormat.of().formatHex(bytes));
    }

    /** The JDK throws for signatures that can't be any; to us that is one more that does not verify. */
    static boolean verifies(Bytes key, byte[] message, Bytes signature) {
        try {
            var verifier = verifier(key);
            verifier.update(message);
            return verifier.verify(signature.toArray());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Signature verifier(Bytes key) throws GeneralSecurityException {
        var verifier = Signature.getInstance(ALGORITHM);
        verifier.initVerify(decode(key));
        return verifier;
    }

    private static PublicKey decode(Bytes key) throws GeneralSecurityException {
        var encoded = new byte[X509.length + SIZE_BYTES];
        System.arraycopy(X509, 0, encoded, 0, X509.length);
        System.arraycopy(key.toArray(), 0, encoded, X509.length, SIZE_BYTES);
        return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
    }

    static Optional<Bytes> encode(PublicKey key) {
        var encoded = Bytes.copyOf(key.getEncoded());
        return encoded.length() == X509.length + SIZE_BYTES
                ? Optional.of(encoded.slice(X509.length, encoded.length()))
                : Optional.empty();
    }
}
