package dev.astern.journal.note;

import dev.astern.journal.Flaw;
import dev.astern.journal.Parsed;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Signs checkpoints with ML-DSA-44, which quantum computers do not break: a second signature of a log, beside that of its
 * Ed25519 key, so that evidence of today is evidence later, too. It says nothing of its key in logs.
 */
public final class TreeSigner {
    /** What comes before the seed in the PKCS #8 of RFC 9881, section 6, in the form that has the seed alone. */
    private static final byte[] PKCS8 = HexFormat.of().parseHex("3034020100300b060960864801650304031104228020");

    /** When is for entries, witnesses and time stamps to say. */
    private static final long NO_TIME = 0;

    private final String name;
    private final byte[] seed;
    private final VerifierKey verifier;

    private TreeSigner(String name, byte[] seed) {
        this.name = name;
        this.seed = seed;
        this.verifier = new VerifierKey(name, KeyType.ML_DSA_44, MlDsa.publicKey(seed));
    }

    /** @param name the log's origin */
    public static TreeSigner generate(String name, SecureRandom random) {
        var seed = new byte[MlDsa.SEED_BYTES];
        random.nextBytes(seed);
        return new TreeSigner(name, seed);
    }

    /** Reads the form that {@link #pkcs8} writes, and no other. */
    public static Parsed<TreeSigner> ofPkcs8(String name, byte[] bytes) {
        int length = PKCS8.length;
        if (bytes.length != length + MlDsa.SEED_BYTES || !Arrays.equals(bytes, 0, length, PKCS8, 0, length)) {
            return Parsed.malformed(Flaw.PRIVATE_KEY);
        }
        return Parsed.read(new TreeSigner(name, Arrays.copyOfRange(bytes, length, bytes.length)));
    }

    /** To be kept where only the signer can read it. */
    public byte[] pkcs8() {
        var encoded = Arrays.copyOf(PKCS8, PKCS8.length + MlDsa.SEED_BYTES);
        System.arraycopy(seed, 0, encoded, PKCS8.length, MlDsa.SEED_BYTES);
        return encoded;
    }

    /** What others check its signatures with. */
    public VerifierKey verifier() {
        return verifier;
    }

    /** @param text of a checkpoint of three lines; further ones would not be signed */
    public NoteSignature sign(String text) {
        var message = TreeSignature.message(name, NO_TIME, text)
                .orElseThrow(() -> new IllegalArgumentException("not the text of a checkpoint: bug"));
        var signature = new TreeSignature(NO_TIME, MlDsa.sign(seed, message));
        return new NoteSignature(name, verifier.keyId(), signature.encode());
    }

    @Override
    public String toString() {
        return "TreeSigner[" + verifier.text() + "]";
    }
}
