package dev.astern.journal.mutation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.checkpoint.CheckpointCheck;
import dev.astern.journal.checkpoint.CheckpointVerifier;
import dev.astern.journal.note.Cosigner;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteSigner;
import dev.astern.journal.note.Reading;
import dev.astern.journal.note.SigningKey;
import dev.astern.journal.note.VerifierKey;
import dev.astern.journal.policy.Policy;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoteMutationTest {
    private static final NoteSigner LOG = new NoteSigner("example.com/log", key(1));
    private static final Cosigner ONE = new Cosigner("example.com/w1", key(2));
    private static final Cosigner TWO = new Cosigner("example.com/w2", key(3));

    private static final Checkpoint CHECKPOINT =
            new Checkpoint("example.com/log", 20_852_163, Hash.ofLeaf(new byte[] {7}));

    private static final Note NOTE = new Note(CHECKPOINT.text(), List.of(LOG.sign(CHECKPOINT.text())))
            .with(ONE.cosign(CHECKPOINT.text(), Instant.ofEpochSecond(1_679_315_147)))
            .with(TWO.cosign(CHECKPOINT.text(), Instant.ofEpochSecond(1_679_315_148)));

    private static final Policy TRUST = Policy.of(LOG.verifier(), List.of(ONE.verifier(), TWO.verifier()), 2);

    @Test
    void a_note_that_is_read_is_written_the_same() {
        Cases.run("mutations of notes", Cases.MANY, seed -> {
            var mutated = new Mutator(seed).mutate(NOTE.encode());
            if (Note.parse(mutated) instanceof Parsed.Read<Note>(var note)) {
                assertThat(note.encode()).isEqualTo(mutated);
                if (Checkpoint.of(note) instanceof Parsed.Read<Checkpoint>(var checkpoint)) {
                    assertThat(checkpoint.text()).isEqualTo(note.text());
                }
            }
        });
    }

    @Test
    void a_strict_reading_accepts_no_other_bytes() {
        var verifier = new CheckpointVerifier(TRUST, Reading.STRICT);
        assertThat(verifier.verify(NOTE.encode())).isInstanceOf(CheckpointCheck.Accepted.class);
        Cases.run("mutations of checkpoints, read strictly", Cases.MANY / 25, seed -> {
            var mutated = new Mutator(seed).mutate(NOTE.encode());
            assertThat(verifier.verify(mutated))
                    .as(() -> new String(mutated, UTF_8))
                    .isInstanceOf(CheckpointCheck.Rejected.class);
        });
    }

    @Test
    void an_interoperable_reading_accepts_only_more_lines_that_it_reports() {
        var verifier = new CheckpointVerifier(TRUST, Reading.INTEROPERABLE);
        Cases.run("mutations of checkpoints, read interoperably", Cases.MANY / 50, seed -> {
            var mutated = new Mutator(seed).mutate(NOTE.encode());
            if (verifier.verify(mutated) instanceof CheckpointCheck.Accepted accepted) {
                assertThat(accepted.checkpoint()).isEqualTo(CHECKPOINT);
                assertThat(accepted.ignored()).isNotEmpty();
                assertThat(accepted.signatures()).hasSize(3);
            }
        });
    }

    @Test
    void every_character_of_a_checkpoint_counts() {
        var text = new String(NOTE.encode(), UTF_8);
        var verifier = new CheckpointVerifier(TRUST, Reading.STRICT);
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            var changed = text.substring(0, i) + other + text.substring(i + 1);
            var without = text.substring(0, i) + text.substring(i + 1);
            for (var mutated : List.of(changed, without)) {
                assertThat(verifier.verify(mutated.getBytes(UTF_8)))
                        .as(mutated)
                        .isInstanceOf(CheckpointCheck.Rejected.class);
            }
        }
    }

    @Test
    void only_the_order_of_signatures_is_free() {
        var lines = NOTE.signatures();
        var turned = new Note(NOTE.text(), lines.reversed());
        assertThat(new CheckpointVerifier(TRUST, Reading.STRICT).verify(turned.encode()))
                .isInstanceOfSatisfying(
                        CheckpointCheck.Accepted.class,
                        accepted ->
                                assertThat(new HashSet<>(accepted.signatures())).hasSize(3));
    }

    @Test
    void a_verifier_key_is_no_other() {
        var key = LOG.verifier().text();
        Cases.run("mutations of verifier keys", Cases.MANY / 4, seed -> {
            var mutated = new String(new Mutator(seed).mutate(key.getBytes(UTF_8)), UTF_8);
            assertThat(VerifierKey.parse(mutated)).as(mutated).isInstanceOf(Parsed.Malformed.class);
        });
    }

    private static SigningKey key(int first) {
        var seed = new byte[SigningKey.SEED_BYTES];
        seed[0] = (byte) first;
        return SigningKey.ofSeed(seed);
    }
}
