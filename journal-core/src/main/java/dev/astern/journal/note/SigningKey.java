package dev.astern.journal.note;

import dev.astern.journal.Bytes;
import dev.astern.journal.Flaw;
import dev.astern.journal.Parsed;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** The private half of an Ed25519 key. It says nothing of itself in logs. */
public final class SigningKey {
    public static final int SEED_BYTES = Ed25519.SECRET_KEY_SIZE;

    /** What comes before the seed in the PKCS #8 of RFC 8410, section 7, without attributes and public key. */
    private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private final byte[] seed;
    private final Bytes publicKey;

    private SigningKey(byte[] seed) {
        this.seed = seed;
        var key = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, key, 0);
        this.publicKey = Bytes.copyOf(key);
    }

    public static SigningKey generate(SecureRandom random) {
        var seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return new SigningKey(seed);
    }

    /** @param seed the private key of RFC 8032: 32 random bytes */
    public static SigningKey ofSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("a seed has 32 bytes, not " + seed.length + ": bug");
        }
        return new SigningKey(seed.clone());
    }

    /** Reads the form that {@link #pkcs8} writes, and OpenSSL, and no other. */
    public static Parsed<SigningKey> ofPkcs8(byte[] bytes) {
        int length = PKCS8.length;
        if (bytes.length != length + SEED_BYTES || !Arrays.equals(bytes, 0, length, PKCS8, 0, length)) {
            return Parsed.malformed(Flaw.PRIVATE_KEY);
        }
        return Parsed.read(new SigningKey(Arrays.copyOfRange(bytes, length, bytes.length)));
    }

    /** To be kept where only the signer can read it. */
    public byte[] pkcs8() {
        var encoded = Arrays.copyOf(PKCS8, PKCS8.length + SEED_BYTES);
        System.arraycopy(seed, 0, encoded, PKCS8.length, SEED_BYTES);
        return encoded;
    }

    public Bytes publicKey() {
        return publicKey;
    }

    byte[] sign(byte[] message) {
        var signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, publicKey.toArray(), 0, message, 0, message.length, signature, 0);
        return signature;
    }

    @Override
    public String toString() {
        return "SigningKey[publicKey=" + publicKey + "]";
    }
}
