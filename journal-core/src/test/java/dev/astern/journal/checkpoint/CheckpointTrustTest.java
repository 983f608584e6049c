package dev.astern.journal.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.journal.note.Cosigner;
import dev.astern.journal.note.NoteSigner;
import dev.astern.journal.note.SigningKey;
import dev.astern.journal.note.VerifierKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointTrustTest {
    private static final SigningKey KEY = SigningKey.ofSeed(new byte[SigningKey.SEED_BYTES]);
    private static final VerifierKey LOG = new NoteSigner("log", KEY).verifier();
    private static final VerifierKey WITNESS = new Cosigner(
                    "witness", SigningKey.ofSeed("another seed of thirty-two bytes".getBytes(US_ASCII)))
            .verifier();

    @Test
    void a_log_may_be_believed_without_witnesses() {
        assertThat(new CheckpointTrust("o", List.of(LOG), List.of(), 0).quorum())
                .isZero();
    }

    @Test
    void one_key_never_counts_twice() {
        var renamed = new VerifierKey("other", WITNESS.type(), WITNESS.publicKey());
        refused(List.of(LOG), List.of(WITNESS, renamed), 1);
        refused(List.of(LOG), List.of(new Cosigner("witness", KEY).verifier()), 1);
    }

    @Test
    void a_quorum_can_be_reached() {
        refused(List.of(LOG), List.of(WITNESS), 2);
        refused(List.of(LOG), List.of(WITNESS), -1);
    }

    @Test
    void logs_and_witnesses_have_keys_of_their_types() {
        refused(List.of(), List.of(WITNESS), 1);
        refused(List.of(WITNESS), List.of(), 0);
        refused(List.of(LOG), List.of(new VerifierKey("witness", LOG.type(), WITNESS.publicKey())), 1);
    }

    private static void refused(List<VerifierKey> logKeys, List<VerifierKey> witnesses, int quorum) {
        assertThatThrownBy(() -> new CheckpointTrust("o", logKeys, witnesses, quorum))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
