package dev.astern.journal.note;

import dev.astern.journal.Bytes;
import dev.astern.journal.Flaw;
import dev.astern.journal.Parsed;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/** The private half of an Ed25519 key. It says nothing of itself in logs. */
public final class SigningKey {
    public static final int SEED_BYTES = 32;

    private static final byte[] NONE = {};

    private final PrivateKey privateKey;
    private final Bytes publicKey;

    private SigningKey(PrivateKey privateKey, Bytes publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    public static SigningKey generate(SecureRandom random) {
        var seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return ofSeed(seed);
    }

    /** @param seed the private key of RFC 8032: 32 random bytes */
    public static SigningKey ofSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("a seed has 32 bytes, not " + seed.length + ": bug");
        }
        try {
            // The JDK has no other way from a private key to its public key than to generate both from known bytes.
            var generator = KeyPairGenerator.getInstance(PublicKeys.ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, new KnownBytes(seed));
            var pair = generator.generateKeyPair();
            if (!Arrays.equals(seed(pair.getPrivate()), seed)) {
                throw new IllegalStateException("expected the key of the seed, found another: bug");
            }
            return new SigningKey(
                    pair.getPrivate(), PublicKeys.encode(pair.getPublic()).orElseThrow());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
    }

    /** Reads the form that {@link #pkcs8} writes, and OpenSSL. */
    public static Parsed<SigningKey> ofPkcs8(byte[] bytes) {
        try {
            var key = KeyFactory.getInstance(PublicKeys.ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            return Parsed.read(ofSeed(seed(key)));
        } catch (GeneralSecurityException e) {
            return Parsed.malformed(Flaw.PRIVATE_KEY);
        }
    }

    private static byte[] seed(PrivateKey key) throws GeneralSecurityException {
        var seed = key instanceof EdECPrivateKey edwards ? edwards.getBytes().orElse(NONE) : NONE;
        if (seed.length != SEED_BYTES) {
            throw new InvalidKeyException("a private key without a seed of 32 bytes");
        }
        return seed;
    }

    /** To be kept where only the signer can read it. */
    public byte[] pkcs8() {
        return privateKey.getEncoded();
    }

    public Bytes publicKey() {
        return publicKey;
    }

    byte[] sign(byte[] message) {
        try {
            var signature = Signature.getInstance(PublicKeys.ALGORITHM);
            signature.initSign(privateKey);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key signs every message", e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[publicKey=" + publicKey + "]";
    }

    /** Hands out bytes that were random once. */
    private static final class KnownBytes extends SecureRandom {
        private static final long serialVersionUID = 1;
        private final byte[] bytes;

        KnownBytes(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        @Override
        public void nextBytes(byte[] wanted) {
            if (wanted.length != bytes.length) {
                throw new IllegalStateException("expected to be asked for a seed, was for " + wanted.length + ": bug");
            }
            System.arraycopy(bytes, 0, wanted, 0, bytes.length);
        }
    }
}
