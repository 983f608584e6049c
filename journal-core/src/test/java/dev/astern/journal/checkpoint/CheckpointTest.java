package dev.astern.journal.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.astern.journal.Flaw;
import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import dev.astern.journal.checkpoint.CheckpointCheck.Accepted;
import dev.astern.journal.checkpoint.CheckpointCheck.Rejected;
import dev.astern.journal.checkpoint.CheckpointCheck.Step;
import dev.astern.journal.note.Cosigner;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteSigner;
import dev.astern.journal.note.Reading;
import dev.astern.journal.note.SigningKey;
import dev.astern.journal.policy.Policy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckpointTest {
    private static final Instant SEEN = Instant.ofEpochSecond(1_679_315_147);
    private static final NoteSigner LOG = new NoteSigner("example.com/log", key(0));
    private static final Cosigner WITNESS = new Cosigner("witness.example.com/w1", key(32));
    private static final Cosigner SECOND = new Cosigner("witness.example.com/w2", key(64));

    /** Made by another implementation from the same seeds. */
    private static final String LOG_KEY = "example.com/log+d455c521+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";

    private static final String WITNESS_KEY =
            "witness.example.com/w1+969980cf+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X";

    private static final String COSIGNED = """
            example.com/log
            3
            SBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=

            \u2014 example.com/log 1FXFIYeq0t21wFDs5iaQDGFy3fMs32q8APNfilevXKw3raPx5v+DNorD0XGGNKnhwNv1DFZENkpvMtd+jhwXsVPg0w0=
            \u2014 witness.example.com/w1 lpmAzwAAAABkGFDLFJ3DTzPo4XVoc0cPrFGCenA+BRawcVDv2cQCtURVEjX5FLDEKmIi0Se5iQ+OIgpRbsvVxDfdu40voZO7T+JPAQ==
            """;

    private static final Checkpoint CHECKPOINT =
            new Checkpoint("example.com/log", 3, Hash.sha256("root".getBytes(UTF_8)));

    @Test
    void another_implementations_cosigned_checkpoint_is_ours_to_the_byte() {
        var note = new Note(CHECKPOINT.text(), List.of(LOG.sign(CHECKPOINT.text())))
                .with(WITNESS.cosign(CHECKPOINT.text(), SEEN));
        assertThat(note.encode()).isEqualTo(COSIGNED.getBytes(UTF_8));
        assertThat(LOG.verifier().text()).isEqualTo(LOG_KEY);
        assertThat(WITNESS.verifier().text()).isEqualTo(WITNESS_KEY);
    }

    @Test
    void a_cosigned_checkpoint_is_accepted_with_what_was_checked() {
        var accepted = (Accepted) verify(COSIGNED, 1, Reading.STRICT);
        assertThat(accepted.checkpoint()).isEqualTo(CHECKPOINT);
        assertThat(accepted.ignored()).isEmpty();
        assertThat(accepted.signatures())
                .extracting(signature -> signature.key().name(), signature -> signature.seen())
                .containsExactly(
                        tuple("example.com/log", Optional.empty()), tuple("witness.example.com/w1", Optional.of(SEEN)));
    }

    @Test
    void a_quorum_counts_different_witnesses() {
        assertThat(verify(COSIGNED, 2, Reading.STRICT))
                .isEqualTo(new Rejected(Step.QUORUM, "witnesses that cosigned: 1, not a quorum of the policy"));
        var twice = COSIGNED + COSIGNED.lines().skip(5).findFirst().orElseThrow() + "\n";
        assertThat(verify(twice, 2, Reading.INTEROPERABLE))
                .isEqualTo(new Rejected(Step.QUORUM, "witnesses that cosigned: 1, not a quorum of the policy"));
        var both = note().with(WITNESS.cosign(CHECKPOINT.text(), SEEN)).with(SECOND.cosign(CHECKPOINT.text(), SEEN));
        assertThat(verify(new String(both.encode(), UTF_8), 2, Reading.STRICT)).isInstanceOf(Accepted.class);
    }

    @Test
    void a_witness_alone_does_not_speak_for_the_log() {
        var note = new Note(CHECKPOINT.text(), List.of(WITNESS.cosign(CHECKPOINT.text(), SEEN)));
        assertThat(verify(new String(note.encode(), UTF_8), 1, Reading.INTEROPERABLE))
                .isEqualTo(new Rejected(Step.LOG, "no key of the log has signed"));
    }

    @Test
    void a_cosignature_for_another_time_is_wrong() {
        var moved = note().with(WITNESS.cosign(CHECKPOINT.text(), SEEN.plusSeconds(1)));
        assertThat(verify(new String(moved.encode(), UTF_8), 1, Reading.STRICT)).isInstanceOf(Accepted.class);
        assertThat(step(COSIGNED.replace("lpmAzwAAAABkGFDL", "lpmAzwAAAABkGFDM")))
                .isEqualTo(Step.SIGNATURE);
        assertThat(step(COSIGNED.replace("lpmAzwAAAABkGFDL", "lpmAzwAAAAAAAAAA")))
                .isEqualTo(Step.SIGNATURE);
        assertThat(step(COSIGNED.replace("lpmAzwAAAABkGFDL", "lpmAz/////9kGFDL")))
                .isEqualTo(Step.SIGNATURE);
    }

    @Test
    void each_step_that_fails_is_named() {
        assertThat(step(COSIGNED.replace("\n\n", "\n"))).isEqualTo(Step.NOTE);
        assertThat(step(COSIGNED.replace("\n3\n", "\n03\n"))).isEqualTo(Step.TEXT);
        assertThat(step(COSIGNED.replaceFirst("example.com/log", "example.com/other")))
                .isEqualTo(Step.ORIGIN);
        assertThat(step(COSIGNED.replaceFirst("\n\n", "\nextension\n\n"))).isEqualTo(Step.EXTENSION);
        assertThat(step(COSIGNED.replace("\n3\n", "\n4\n"))).isEqualTo(Step.SIGNATURE);
    }

    @Test
    void malformed_texts_say_why() {
        var root = CHECKPOINT.rootHash().base64();
        assertFlaw(Flaw.CHECKPOINT_LINES, "o\n3\n");
        assertFlaw(Flaw.CHECKPOINT_LINES, "\n3\n" + root + "\n");
        assertFlaw(Flaw.CHECKPOINT_LINES, "o\n3\n" + root + "\n\n");
        assertFlaw(Flaw.CHECKPOINT_LINES, "o\n3\n" + root + "\n\nextension\n");
        for (var size : List.of(
                "03",
                "00",
                "-1",
                "+1",
                "1 ",
                " 1",
                "1.0",
                "0x1",
                "9223372036854775808",
                "\u0663",
                "10000000000000000000",
                "1_000")) {
            assertFlaw(Flaw.TREE_SIZE, "o\n" + size + "\n" + root + "\n");
        }
        for (var hash : List.of(root + "=", root.replace("=", ""), root.replace("I=", "J="), "AAAA", root + " ")) {
            assertFlaw(Flaw.ROOT_HASH, "o\n3\n" + hash + "\n");
        }
        assertFlaw(Flaw.EMPTY_TREE, "o\n0\n" + root + "\n");
    }

    @Test
    void extensions_and_the_largest_and_the_smallest_size_are_read() {
        for (var checkpoint : List.of(
                new Checkpoint("an origin with spaces", Long.MAX_VALUE, CHECKPOINT.rootHash(), List.of("a", "b c")),
                new Checkpoint("o", 0, Hash.EMPTY_TREE))) {
            assertThat(Checkpoint.of(signed(checkpoint.text()))).isEqualTo(Parsed.read(checkpoint));
        }
    }

    @Test
    void a_checkpoint_that_could_be_read_as_another_is_never_made() {
        for (var origin : List.of("", "a\nb", "a\n", "\ud800", "a\tb")) {
            assertThatThrownBy(() -> new Checkpoint(origin, 3, CHECKPOINT.rootHash()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Checkpoint("o", 3, CHECKPOINT.rootHash(), List.of(origin)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Checkpoint("o", 0, CHECKPOINT.rootHash()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Checkpoint("o", -1, CHECKPOINT.rootHash()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Step step(String text) {
        return ((Rejected) verify(text, 1, Reading.STRICT)).step();
    }

    private static CheckpointCheck verify(String text, int quorum, Reading reading) {
        var policy = Policy.of(LOG.verifier(), List.of(WITNESS.verifier(), SECOND.verifier()), quorum);
        return new CheckpointVerifier(policy, reading).verify(text.getBytes(UTF_8));
    }

    private static void assertFlaw(Flaw flaw, String text) {
        assertThat(Checkpoint.of(signed(text))).as("%s", text).isEqualTo(Parsed.malformed(flaw));
    }

    private static Note note() {
        return signed(CHECKPOINT.text());
    }

    private static Note signed(String text) {
        return new Note(text, List.of(LOG.sign(text)));
    }

    private static SigningKey key(int first) {
        var seed = new byte[SigningKey.SEED_BYTES];
        for (int i = 0; i < seed.length; i++) {
            seed[i] = (byte) (first + i);
        }
        return SigningKey.ofSeed(seed);
    }
}
