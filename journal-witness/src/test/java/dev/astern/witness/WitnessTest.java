package dev.astern.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import dev.astern.journal.checkpoint.CheckpointCheck;
import dev.astern.journal.checkpoint.CheckpointVerifier;
import dev.astern.journal.disk.CrashingDisk;
import dev.astern.journal.disk.CrashingDisk.Fault;
import dev.astern.journal.note.Cosigner;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteSigner;
import dev.astern.journal.note.Reading;
import dev.astern.journal.note.SigningKey;
import dev.astern.journal.note.VerifierKey;
import dev.astern.journal.policy.Policy;
import dev.astern.journal.witness.AddCheckpoint;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** C2SP tlog-witness, section by section. */
class WitnessTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

    private final CrashingDisk disk = new CrashingDisk(new Random(0));
    private final Cosigner cosigner = new Cosigner("example.org/w1", SigningKey.generate(new SecureRandom()));
    private final SignedLog log = SignedLog.of("example.com/log");
    private final SignedLog other = SignedLog.of("example.com/other");
    private final Witness witness = witness(log.key(), other.key());

    private Witness witness(VerifierKey... logs) {
        return new Witness(disk, Path.of("/"), List.of(logs), cosigner, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private Reply add(AddCheckpoint request) {
        return witness.add(request.encode());
    }

    private static String text(Reply reply) {
        return new String(reply.body().toArray(), UTF_8);
    }

    private static void assertConflict(Reply reply, long size) {
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.contentType()).isEqualTo("text/x.tlog.size");
        assertThat(text(reply)).isEqualTo(size + "\n");
    }

    @Test
    void a_checkpoint_that_extends_the_last_one_is_cosigned() {
        long old = 0;
        for (long size : new long[] {0, 1, 4, 4, 7, 300}) {
            var reply = add(log.request(old, size));
            assertThat(reply.status()).as(text(reply)).isEqualTo(200);
            assertThat(text(reply))
                    .isEqualTo(cosigner.cosign(log.at(size).text(), NOW).line());
            old = size;
        }
    }

    @Test
    void two_logs_do_not_know_of_each_other() {
        assertThat(add(log.request(0, 5)).status()).isEqualTo(200);
        assertThat(add(other.request(0, 3)).status()).isEqualTo(200);
        assertThat(add(log.request(5, 6)).status()).isEqualTo(200);
        assertConflict(add(other.request(0, 6)), 3);
    }

    @Test
    void another_old_size_than_the_latest_is_a_conflict_that_says_it() {
        assertConflict(add(log.request(3, 5)), 0);
        assertThat(add(log.request(0, 5)).status()).isEqualTo(200);
        assertConflict(add(log.request(0, 9)), 5);
        assertConflict(add(log.request(4, 9)), 5);
        // A log that lost entries asks about less than was cosigned.
        assertConflict(add(log.request(0, 4)), 5);
        assertConflict(add(log.request(6, 9)), 5);
    }

    @Test
    void an_old_size_above_the_new_one_is_a_bad_request() {
        assertThat(add(new AddCheckpoint(6, List.of(), log.note(5))).status()).isEqualTo(400);
    }

    @Test
    void what_is_not_consistent_is_never_cosigned_and_changes_nothing() {
        assertThat(add(log.request(0, 5)).status()).isEqualTo(200);
        var fork = log.forkedAt(2);
        var good = log.request(5, 9);
        for (var request : List.of(
                fork.request(5, 9),
                fork.request(5, 5),
                new AddCheckpoint(5, good.proof(), fork.note(9)),
                new AddCheckpoint(5, List.of(), log.note(9)),
                new AddCheckpoint(5, good.proof().subList(1, good.proof().size()), log.note(9)),
                new AddCheckpoint(5, List.of(Hash.EMPTY_TREE), log.note(5)),
                new AddCheckpoint(5, log.request(4, 9).proof(), log.note(9)))) {
            assertThat(add(request).status()).isEqualTo(422);
        }
        assertThat(add(good).status()).isEqualTo(200);
    }

    @Test
    void a_proof_from_nothing_is_empty_and_so_is_an_empty_trees_root() {
        assertThat(add(new AddCheckpoint(0, List.of(Hash.EMPTY_TREE), log.note(5)))
                        .status())
                .isEqualTo(422);
        var text = "example.com/log\n0\n" + log.at(1).rootHash().base64() + "\n";
        var wrong = new Note(text, List.of(log.signer().sign(text)));
        assertThat(add(new AddCheckpoint(0, List.of(), wrong)).status()).isEqualTo(422);
    }

    @Test
    void only_a_known_logs_signature_counts() {
        var stranger = SignedLog.of("example.com/stranger");
        assertThat(add(stranger.request(0, 5)).status()).isEqualTo(404);
        var sameName = SignedLog.of("example.com/log");
        assertThat(add(sameName.request(0, 5)).status()).isEqualTo(403);
        var text = log.at(5).text();
        var wrong = new Note(text, List.of(log.signer().sign(log.at(6).text())));
        assertThat(add(new AddCheckpoint(0, List.of(), wrong)).status()).isEqualTo(403);
        // One wrong signature of a known key spoils the note, whoever else signed.
        var both = new Note(text, List.of(log.signer().sign(text)))
                .with(wrong.signatures().getFirst());
        assertThat(add(new AddCheckpoint(0, List.of(), both)).status()).isEqualTo(403);
        var otherLogs = new Note(text, List.of(other.signer().sign(text)));
        assertThat(add(new AddCheckpoint(0, List.of(), otherLogs)).status()).isEqualTo(403);
        // Signatures of unknown keys are ignored.
        var withMore = log.note(5)
                .with(sameName.signer().sign(text))
                .with(stranger.signer().sign(text));
        assertThat(add(new AddCheckpoint(0, List.of(), withMore)).status()).isEqualTo(200);
    }

    @Test
    void a_log_has_its_old_and_its_new_key_while_they_are_rotated() {
        var next = new NoteSigner(log.key().name(), SigningKey.generate(new SecureRandom()));
        var rotating = witness(log.key(), next.verifier());
        assertThat(rotating.add(log.request(0, 5).encode()).status()).isEqualTo(200);
        var request = new SignedLog(next, log.history()).request(5, 9);
        assertThat(rotating.add(request.encode()).status()).isEqualTo(200);
        assertThat(witness(next.verifier())
                        .add(new SignedLog(next, log.history()).request(9, 10).encode())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void what_is_no_request_is_a_bad_one() {
        for (var body : List.of("", "old 0\n\n", "old 0\n\nexample.com/log\n", "old x\n\n" + "x".repeat(500))) {
            assertThat(witness.add(body.getBytes(UTF_8)).status()).as(body).isEqualTo(400);
        }
        for (var text : List.of("example.com/log\n", "example.com/log\n05\n" + Hash.EMPTY_TREE.base64() + "\n")) {
            var note = new Note(text, List.of(log.signer().sign(text)));
            assertThat(add(new AddCheckpoint(0, List.of(), note)).status()).isEqualTo(400);
        }
    }

    @Test
    void extension_lines_are_the_logs_business_and_are_cosigned_with_the_rest() {
        var text = log.at(5).text() + "more\n";
        var note = new Note(text, List.of(log.signer().sign(text)));
        var reply = add(new AddCheckpoint(0, List.of(), note));
        assertThat(text(reply)).isEqualTo(cosigner.cosign(text, NOW).line());
    }

    @Test
    void the_latest_checkpoint_can_be_had_with_both_signatures() {
        var hash = Hash.sha256("example.com/log".getBytes(UTF_8)).hex();
        assertThat(witness.latest(hash).status()).isEqualTo(404);
        assertThat(witness.latest("0".repeat(64)).status()).isEqualTo(404);
        var stranger = SignedLog.of("example.com/stranger").signer();
        var text = log.at(5).text();
        add(new AddCheckpoint(0, List.of(), log.note(5).with(stranger.sign(text))));
        add(log.request(0, 9));
        var trust = Policy.of(log.key(), List.of(cosigner.verifier()), 1);
        var latest = witness.latest(hash);
        assertThat(new CheckpointVerifier(trust, Reading.STRICT)
                        .verify(latest.body().toArray()))
                .isInstanceOfSatisfying(
                        CheckpointCheck.Accepted.class,
                        accepted -> assertThat(accepted.checkpoint()).isEqualTo(log.at(5)));
    }

    @Test
    void a_state_that_was_lost_or_changed_cosigns_nothing() throws Exception {
        add(log.request(0, 5));
        var file = Path.of("/" + Hash.sha256("example.com/log".getBytes(UTF_8)).hex() + "/signed");
        var good = disk.read(file).orElseThrow();
        for (var bad : List.of("", new String(good, UTF_8).replace("example.com/log", "example.com/lag"), "x")) {
            disk.write(file, bad.getBytes(UTF_8));
            for (var running : List.of(witness, witness(log.key()))) {
                assertThatThrownBy(() -> running.add(log.request(5, 9).encode()))
                        .hasMessageContaining("not what was written");
                assertThatThrownBy(() -> running.add(log.request(0, 9).encode()))
                        .hasMessageContaining("not what was written");
            }
        }
        disk.write(file, log.note(3).encode());
        assertThatThrownBy(() -> add(log.request(3, 9))).hasMessageContaining("changed by somebody else");
        disk.write(file, good);
        assertThat(add(log.request(5, 9)).status()).isEqualTo(200);
    }

    @Test
    void a_full_disk_cosigns_nothing_and_later_goes_on() {
        long old = 0;
        for (int step = 0; ; step++) {
            long size = old + 2;
            disk.plan(Fault.FAIL_FROM_THEN_ON, disk.steps() + step);
            var request = log.request(old, size);
            try {
                assertThat(add(request).status()).isEqualTo(200);
                assertThat(step).isGreaterThan(5);
                return;
            } catch (UncheckedIOException e) {
                disk.plan(Fault.NONE, 0);
            }
            var again = add(request);
            if (again.status() == 409) {
                // It was remembered, and not answered.
                assertConflict(again, size);
                again = add(log.request(size, size));
            }
            assertThat(again.status()).isEqualTo(200);
            old = size;
        }
    }

    @Test
    void killed_anywhere_it_never_goes_back_behind_what_it_cosigned() {
        for (int seed = 0; seed < Integer.getInteger("astern.cases", 20); seed++) {
            for (long step = 0; step < 40; step++) {
                killed(seed, step);
            }
        }
    }

    private void killed(int seed, long step) {
        var crashing = new CrashingDisk(new Random(seed));
        long cosigned = 0;
        long asked = 0;
        try {
            var running = new Witness(crashing, Path.of("/"), List.of(log.key()), cosigner, Clock.systemUTC());
            crashing.plan(Fault.KILL, step);
            for (long size : new long[] {3, 5, 5, 8}) {
                asked = size;
                assertThat(running.add(log.request(cosigned, size).encode()).status())
                        .isEqualTo(200);
                cosigned = size;
            }
        } catch (CrashingDisk.Killed e) {
            assertThat(step).isLessThan(crashing.steps());
        }
        crashing.restart();
        var again = new Witness(crashing, Path.of("/"), List.of(log.key()), cosigner, Clock.systemUTC());
        var when = "seed " + seed + ", step " + step;
        long latest =
                Long.parseLong(text(again.add(log.request(1, 20).encode())).trim());
        assertThat(latest).as(when).isBetween(cosigned, asked);
        var fork = log.forkedAt(0);
        if (latest > 0) {
            assertThat(again.add(fork.request(latest, 20).encode()).status())
                    .as(when)
                    .isEqualTo(422);
        }
        assertThat(again.add(log.request(latest, 20).encode()).status())
                .as(when)
                .isEqualTo(200);
    }

    @Test
    void a_witness_key_is_no_logs() {
        assertThat(VerifierKey.parse(cosigner.verifier().text())).isInstanceOf(Parsed.Read.class);
        assertThatThrownBy(() -> witness(cosigner.verifier())).isInstanceOf(IllegalArgumentException.class);
    }
}
