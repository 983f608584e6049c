package dev.astern.journal.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.journal.Bytes;
import dev.astern.journal.Flaw;
import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.checkpoint.CheckpointCheck;
import dev.astern.journal.checkpoint.CheckpointVerifier;
import dev.astern.journal.note.NoteCheck.Rejected;
import dev.astern.journal.note.NoteCheck.Step;
import dev.astern.journal.note.NoteCheck.Verified;
import dev.astern.journal.policy.Policy;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log's second signature, against the JDK's own ML-DSA and the structure that C2SP tlog-cosignature gives. */
class TreeSignerTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ORIGIN = "example.com/log";
    private static final String X509 = "30820532300b0609608648016503040311038205210" + "0";

    private final TreeSigner signer = TreeSigner.generate(ORIGIN, RANDOM);
    private final NoteSigner first = new NoteSigner(ORIGIN, SigningKey.generate(RANDOM));
    private final Hash root = Hash.sha256(new byte[] {1});
    private final String text = new Checkpoint(ORIGIN, 0x0102030405060708L, root).text();

    private static NoteCheck verify(String text, NoteSignature signature, VerifierKey... keys) {
        return new NoteVerifier(List.of(keys), Reading.STRICT).verify(new Note(text, List.of(signature)));
    }

    @Test
    void a_signature_is_over_the_structure_of_the_specification_as_the_jdk_sees_it() throws GeneralSecurityException {
        var signature = signer.sign(text).signature();
        var message = HexFormat.of()
                .parseHex(HexFormat.of().formatHex("subtree/v1\n\0".getBytes(UTF_8))
                        + "0f" + HexFormat.of().formatHex(ORIGIN.getBytes(UTF_8))
                        + "0000000000000000"
                        + "0f" + HexFormat.of().formatHex(ORIGIN.getBytes(UTF_8))
                        + "0000000000000000"
                        + "0102030405060708"
                        + root.hex());
        assertThat(signature.slice(0, 8)).isEqualTo(Bytes.copyOf(new byte[8]));
        assertThat(signature.length()).isEqualTo(8 + 2420);
        var jdk = Signature.getInstance("ML-DSA-44");
        jdk.initVerify(KeyFactory.getInstance("ML-DSA").generatePublic(new X509EncodedKeySpec(x509())));
        jdk.update(message);
        assertThat(jdk.verify(signature.slice(8, signature.length()).toArray())).isTrue();
    }

    private byte[] x509() {
        var prefix = HexFormat.of().parseHex(X509);
        var key = signer.verifier().publicKey().toArray();
        var all = Arrays.copyOf(prefix, prefix.length + key.length);
        System.arraycopy(key, 0, all, prefix.length, key.length);
        return all;
    }

    @Test
    void a_signature_by_the_jdk_at_another_time_verifies() throws GeneralSecurityException {
        var generator = java.security.KeyPairGenerator.getInstance("ML-DSA-44");
        var pair = generator.generateKeyPair();
        var encoded = pair.getPublic().getEncoded();
        var raw = Arrays.copyOfRange(encoded, encoded.length - MlDsa.PUBLIC_KEY_BYTES, encoded.length);
        var key = new VerifierKey("example.org/other", KeyType.ML_DSA_44, Bytes.copyOf(raw));
        var jdk = Signature.getInstance("ML-DSA-44");
        jdk.initSign(pair.getPrivate());
        jdk.update(TreeSignature.message(key.name(), 1_700_000_000, text).orElseThrow());
        var signed = ByteBuffer.allocate(8 + MlDsa.SIGNATURE_BYTES)
                .putLong(1_700_000_000)
                .put(jdk.sign());
        var line = new NoteSignature(key.name(), key.keyId(), Bytes.copyOf(signed.array()));
        assertThat(verify(text, line, key)).isInstanceOf(Verified.class);
    }

    @Test
    void it_covers_the_origin_the_size_the_root_the_name_and_the_time() {
        var good = signer.sign(text);
        assertThat(verify(text, good, signer.verifier())).isInstanceOf(Verified.class);
        for (var other : List.of(
                new Checkpoint("example.com/lag", 0x0102030405060708L, root),
                new Checkpoint(ORIGIN, 0x0102030405060709L, root),
                new Checkpoint(ORIGIN, 0x0102030405060708L, Hash.sha256(new byte[] {2})))) {
            assertThat(verify(other.text(), good, signer.verifier())).isEqualTo(new Rejected(Step.SIGNATURE, 1));
        }
        var renamed = new VerifierKey(
                "example.com/lag", KeyType.ML_DSA_44, signer.verifier().publicKey());
        var stolen = new NoteSignature(renamed.name(), renamed.keyId(), good.signature());
        assertThat(verify(text, stolen, renamed)).isEqualTo(new Rejected(Step.SIGNATURE, 1));
        for (int place : new int[] {0, 1, 7, 8, 100, 2427}) {
            var bytes = good.signature().toArray();
            bytes[place] ^= (byte) (place == 0 ? 0x80 : 1);
            var step = place == 0 ? Step.FORM : Step.SIGNATURE;
            assertThat(verify(text, line(bytes), signer.verifier()))
                    .as("" + place)
                    .isEqualTo(new Rejected(step, 1));
        }
    }

    @Test
    void another_length_or_a_text_that_is_no_checkpoint_is_refused() {
        var bytes = signer.sign(text).signature().toArray();
        for (int length : new int[] {8, 64, 72, 2420, 2427, 2429}) {
            assertThat(verify(text, line(Arrays.copyOf(bytes, length)), signer.verifier()))
                    .isEqualTo(new Rejected(Step.FORM, 1));
        }
        for (var other :
                List.of("hello\n", "a\nb\nc\n", ORIGIN + "\n01\n" + root.base64() + "\n", "x".repeat(300) + text)) {
            assertThat(verify(other, line(bytes), signer.verifier())).isEqualTo(new Rejected(Step.SIGNATURE, 1));
            if (!other.startsWith("xxx")) {
                assertThatThrownBy(() -> signer.sign(other)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    private NoteSignature line(byte[] signature) {
        return new NoteSignature(ORIGIN, signer.verifier().keyId(), Bytes.copyOf(signature));
    }

    @Test
    void a_verifier_key_is_read_and_written_and_has_one_length() {
        var vkey = signer.verifier().text();
        assertThat(VerifierKey.parse(vkey)).isEqualTo(Parsed.read(signer.verifier()));
        assertThat(vkey).startsWith(ORIGIN + "+").contains("+Bj".substring(0, 2));
        assertThat(VerifierKey.parse(vkey.substring(0, vkey.length() - 4)))
                .isEqualTo(Parsed.malformed(Flaw.PUBLIC_KEY));
        assertThat(VerifierKey.parse(vkey + "AAAA")).isEqualTo(Parsed.malformed(Flaw.PUBLIC_KEY));
    }

    @Test
    void a_key_is_kept_as_its_seed_and_says_nothing_of_it() {
        var pkcs8 = signer.pkcs8();
        assertThat(TreeSigner.ofPkcs8(ORIGIN, pkcs8))
                .isInstanceOfSatisfying(
                        Parsed.Read.class,
                        read -> assertThat(((TreeSigner) read.value()).sign(text))
                                .isEqualTo(signer.sign(text)));
        for (var bad : List.of(
                new byte[0],
                Arrays.copyOf(pkcs8, 53),
                Arrays.copyOf(pkcs8, 55),
                first.key().pkcs8())) {
            assertThat(TreeSigner.ofPkcs8(ORIGIN, bad)).isEqualTo(Parsed.malformed(Flaw.PRIVATE_KEY));
        }
        var seed = HexFormat.of().formatHex(pkcs8, pkcs8.length - 32, pkcs8.length);
        assertThat(signer.toString()).doesNotContain(seed);
    }

    @Test
    void a_checkpoint_with_both_signatures_is_believed_for_either_key_and_strictly_only_if_both_are_known() {
        var bytes = new Note(text, List.of(first.sign(text), signer.sign(text))).encode();
        var both = Policy.of(first.verifier(), List.of(), 0).with(signer.verifier());
        assertThat(new CheckpointVerifier(both, Reading.STRICT).verify(bytes))
                .isInstanceOfSatisfying(CheckpointCheck.Accepted.class, accepted -> {
                    assertThat(accepted.signatures()).hasSize(2);
                    assertThat(accepted.cosignatures()).isEmpty();
                });
        for (var key : List.of(first.verifier(), signer.verifier())) {
            var one = Policy.of(key, List.of(), 0);
            assertThat(new CheckpointVerifier(one, Reading.INTEROPERABLE).verify(bytes))
                    .isInstanceOf(CheckpointCheck.Accepted.class);
            assertThat(new CheckpointVerifier(one, Reading.STRICT).verify(bytes))
                    .isInstanceOf(CheckpointCheck.Rejected.class);
        }
        var policy =
                "log " + first.verifier().text() + "\nlog " + signer.verifier().text() + "\nquorum none\n";
        assertThat(Policy.parse(policy.getBytes(UTF_8)).toString()).contains("ML_DSA_44");
    }
}
