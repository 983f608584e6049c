package dev.astern.journal.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.journal.Bytes;
import dev.astern.journal.Flaw;
import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.note.Cosigner;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteSigner;
import dev.astern.journal.note.Reading;
import dev.astern.journal.note.SigningKey;
import dev.astern.journal.policy.Policy;
import dev.astern.journal.proof.TlogProofCheck.Accepted;
import dev.astern.journal.proof.TlogProofCheck.Rejected;
import dev.astern.journal.proof.TlogProofCheck.Step;
import dev.astern.journal.tree.NaiveTree;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TlogProofTest {
    private static final int SIZE = 100;
    private static final int INDEX = 42;

    private static final NoteSigner LOG = new NoteSigner("example.com/log", key(1));
    private static final Cosigner WITNESS = new Cosigner("example.com/w", key(2));
    private static final Policy POLICY = Policy.of(LOG.verifier(), List.of(WITNESS.verifier()), 1);

    private final NaiveTree tree = NaiveTree.ofSize(SIZE);
    private final Checkpoint checkpoint = new Checkpoint("example.com/log", SIZE, tree.root(SIZE));
    private final Note note = new Note(checkpoint.text(), List.of(LOG.sign(checkpoint.text())))
            .with(WITNESS.cosign(checkpoint.text(), Instant.ofEpochSecond(1_700_000_000)));
    private final TlogProof proof = new TlogProof(INDEX, tree.path(INDEX, 0, SIZE), note);
    private final String text = new String(proof.encode(), UTF_8);

    @Test
    void a_proof_has_the_form_of_the_specification() {
        assertThat(text.lines().limit(3))
                .containsExactly(
                        "c2sp.org/tlog-proof@v1",
                        "index 42",
                        tree.path(INDEX, 0, SIZE).getFirst().base64());
        assertThat(text).endsWith("\n\n" + new String(note.encode(), UTF_8));
        var extra = new TlogProof(Optional.of(Bytes.copyOf(new byte[] {1})), INDEX, proof.hashes(), note);
        assertThat(new String(extra.encode(), UTF_8)).startsWith("c2sp.org/tlog-proof@v1\nextra AQ==\nindex 42\n");
        for (var each : List.of(proof, extra, new TlogProof(0, List.of(), note))) {
            assertThat(TlogProof.parse(each.encode())).isEqualTo(Parsed.read(each));
        }
    }

    @Test
    void a_leaf_of_the_log_is_accepted() {
        assertThat(verify(text, INDEX, Reading.STRICT)).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.proof()).isEqualTo(proof);
            assertThat(accepted.checkpoint().checkpoint()).isEqualTo(checkpoint);
            assertThat(accepted.checkpoint().cosignatures()).hasSize(1);
        });
    }

    @Test
    void each_step_that_fails_is_named() {
        assertStep(Step.FORM, text.replace("v1", "v2"));
        assertStep(Step.EXTRA, text.replaceFirst("\nindex", "\nextra AQ==\nindex"));
        assertStep(Step.CHECKPOINT, text.replace("\n100\n", "\n101\n"));
        assertStep(
                Step.CHECKPOINT,
                text.substring(
                        0, text.length() - text.lines().toList().getLast().length() - 1));
        assertStep(Step.INCLUSION, text.replace("index 42", "index 43"));
        assertStep(Step.INCLUSION, text.replace("index 42", "index 100"));
        assertStep(Step.INCLUSION, text.replaceFirst("index 42\n.*\n", "index 42\n"));
        assertThat(verify(text, INDEX + 1, Reading.STRICT)).isInstanceOf(Rejected.class);
    }

    @Test
    void an_interoperable_reading_keeps_extra_data_apart() {
        var extra = text.replaceFirst("\nindex", "\nextra AQ==\nindex");
        assertThat(verify(extra, INDEX, Reading.INTEROPERABLE))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.proof().extra()).contains(Bytes.copyOf(new byte[] {1})));
    }

    @Test
    void malformed_proofs_say_why() {
        assertFlaw(Flaw.PROOF_HEADER, "");
        assertFlaw(Flaw.PROOF_HEADER, "\n" + text);
        assertFlaw(Flaw.PROOF_HEADER, text.replaceFirst("\n", "\r\n"));
        assertFlaw(Flaw.PROOF_CHECKPOINT, "c2sp.org/tlog-proof@v1\nindex 0\n");
        assertFlaw(Flaw.PROOF_EXTRA, text.replaceFirst("\nindex", "\nextra \nindex"));
        assertFlaw(Flaw.PROOF_EXTRA, text.replaceFirst("\nindex", "\nextra AQ\nindex"));
        assertFlaw(Flaw.PROOF_EXTRA, text.replaceFirst("\nindex", "\nextra AQ== \nindex"));
        for (var index : List.of("", "-1", "042", "+42", "42 ", " 42", "9223372036854775808", "x")) {
            assertFlaw(Flaw.PROOF_INDEX, text.replace("index 42", "index " + index));
        }
        assertFlaw(Flaw.PROOF_INDEX, text.replace("index 42\n", ""));
        assertFlaw(Flaw.PROOF_INDEX, text.replaceFirst("\nindex", "\nextra AQ==\nextra AQ==\nindex"));
        assertFlaw(Flaw.PROOF_HASH, text.replace("index 42\n", "index 42\nindex 42\n"));
        assertFlaw(Flaw.PROOF_HASH, text.replace("index 42\n", "index 42\nAAAA\n"));
        assertFlaw(
                Flaw.PROOF_HASH,
                text.replace("index 42\n", "index 42\n" + (Hash.EMPTY_TREE.base64() + "\n").repeat(64)));
        assertFlaw(Flaw.NO_SIGNATURES, text.substring(0, text.indexOf("\n\u2014")));
        assertFlaw(Flaw.TOO_LARGE, "a".repeat(2 * Note.MAX_BYTES + 1));
        assertThatThrownBy(() -> new TlogProof(-1, List.of(), note)).isInstanceOf(IllegalArgumentException.class);
    }

    private TlogProofCheck verify(String text, int leaf, Reading reading) {
        return new TlogProofVerifier(POLICY, reading).verify(text.getBytes(UTF_8), NaiveTree.entry(leaf));
    }

    private void assertStep(Step step, String text) {
        assertThat(verify(text, INDEX, Reading.STRICT))
                .as(text)
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.step()).isEqualTo(step));
    }

    private static void assertFlaw(Flaw flaw, String text) {
        assertThat(TlogProof.parse(text.getBytes(UTF_8))).as(text).isEqualTo(Parsed.malformed(flaw));
    }

    private static SigningKey key(int first) {
        var seed = new byte[SigningKey.SEED_BYTES];
        seed[0] = (byte) first;
        return SigningKey.ofSeed(seed);
    }
}
