package dev.astern.journal.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.note.NoteCheck.Step;
import java.time.Instant;
import java.util.Optional;

/** What the bytes of a known key's signature are, by the key's type. */
final class SignatureForm {
    private SignatureForm() {}

    /** What is wrong with a signature that names a key, if anything. */
    static Optional<Step> wrong(VerifierKey key, String text, NoteSignature signature) {
        return switch (key.type()) {
            case ED25519 -> wrongNote(key, text, signature);
            case COSIGNATURE ->
                Cosignature.parse(signature.signature())
                        .map(cosignature -> wrongCosignature(key, text, cosignature))
                        .orElse(Optional.of(Step.FORM));
            case ML_DSA_44 ->
                TreeSignature.parse(signature.signature())
                        .map(tree -> wrongTree(key, text, tree))
                        .orElse(Optional.of(Step.FORM));
        };
    }

    private static Optional<Step> wrongNote(VerifierKey key, String text, NoteSignature signature) {
        if (signature.signature().length() != Cosignature.SIGNATURE_BYTES) {
            return Optional.of(Step.FORM);
        }
        boolean fits = PublicKeys.verifies(key.publicKey(), text.getBytes(UTF_8), signature.signature());
        return fits ? Optional.empty() : Optional.of(Step.SIGNATURE);
    }

    private static Optional<Step> wrongCosignature(VerifierKey key, String text, Cosignature cosignature) {
        var message = Cosignature.message(cosignature.timestampSec(), text);
        boolean fits = PublicKeys.verifies(key.publicKey(), message, cosignature.signature());
        return fits ? Optional.empty() : Optional.of(Step.SIGNATURE);
    }

    private static Optional<Step> wrongTree(VerifierKey key, String text, TreeSignature signature) {
        boolean fits = TreeSignature.message(key.name(), signature.timestampSec(), text)
                .filter(message -> MlDsa.verifies(key.publicKey(), message, signature.signature()))
                .isPresent();
        return fits ? Optional.empty() : Optional.of(Step.SIGNATURE);
    }

    /** What is to be said of a signature with which nothing is wrong. */
    static VerifiedSignature verified(VerifierKey key, NoteSignature signature) {
        Optional<Instant> seen = switch (key.type()) {
            case ED25519 -> Optional.empty();
            case COSIGNATURE -> Cosignature.parse(signature.signature()).map(Cosignature::seen);
            // A log need not say when, and ours does not: its entries do.
            case ML_DSA_44 -> Optional.empty();
        };
        return new VerifiedSignature(key, seen);
    }
}
