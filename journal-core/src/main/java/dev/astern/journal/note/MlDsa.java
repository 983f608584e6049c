package dev.astern.journal.note;

import dev.astern.journal.Bytes;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/** Bouncy Castle's ML-DSA-44, as FIPS 204, without a context. */
final class MlDsa {
    static final int SEED_BYTES = 32;
    static final int PUBLIC_KEY_BYTES = 1312;
    static final int SIGNATURE_BYTES = 2420;

    private MlDsa() {}

    static Bytes publicKey(byte[] seed) {
        return Bytes.copyOf(privateKey(seed).getPublicKeyParameters().getEncoded());
    }

    static Bytes sign(byte[] seed, byte[] message) {
        var signer = new MLDSASigner();
        signer.init(true, privateKey(seed));
        signer.update(message, 0, message.length);
        try {
            return Bytes.copyOf(signer.generateSignature());
        } catch (CryptoException e) {
            throw new IllegalStateException("an ML-DSA key signs every message", e);
        }
    }

    static boolean verifies(Bytes publicKey, byte[] message, Bytes signature) {
        var verifier = new MLDSASigner();
        verifier.init(false, new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, publicKey.toArray()));
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature.toArray());
    }

    private static MLDSAPrivateKeyParameters privateKey(byte[] seed) {
        return new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed);
    }
}
