package dev.astern.journal.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.journal.Hash;
import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.note.Cosigner;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteSigner;
import dev.astern.journal.note.SigningKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WitnessAnswersTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final NoteSigner log = new NoteSigner("example.com/log", SigningKey.generate(RANDOM));
    private final Cosigner witness = new Cosigner("example.org/w1", SigningKey.generate(RANDOM));
    private final Cosigner stranger = new Cosigner("example.org/w2", SigningKey.generate(RANDOM));
    private final Checkpoint checkpoint = new Checkpoint(log.name(), 9, Hash.sha256(new byte[0]));
    private final AddCheckpoint request =
            new AddCheckpoint(4, List.of(), new Note(checkpoint.text(), List.of(log.sign(checkpoint.text()))));

    private WitnessAnswer read(int status, String type, String body) {
        return new WitnessAnswers(witness.verifier()).read(request, 9, status, type, body.getBytes(UTF_8));
    }

    private String lines(Cosigner... cosigners) {
        var note = new Note(checkpoint.text(), List.of(log.sign(checkpoint.text())));
        int skipped = note.encode().length;
        for (var cosigner : cosigners) {
            note = note.with(cosigner.cosign(checkpoint.text(), NOW));
        }
        var bytes = note.encode();
        return new String(bytes, skipped, bytes.length - skipped, UTF_8);
    }

    @Test
    void a_cosignature_is_verified_and_those_of_others_are_ignored() {
        var expected = witness.cosign(checkpoint.text(), NOW);
        for (var body : List.of(lines(witness), lines(stranger, witness), lines(witness, stranger))) {
            assertThat(read(200, "text/plain", body)).isEqualTo(new WitnessAnswer.Cosigned(expected, NOW));
        }
    }

    @Test
    void what_is_no_cosignature_of_the_witness_is_bad() {
        var good = lines(witness);
        var other = new Checkpoint(log.name(), 10, checkpoint.rootHash()).text();
        var forOther = new Note(other, List.of(witness.cosign(other, NOW)));
        var stolen = new String(forOther.encode(), UTF_8).substring(other.length() + 1);
        for (var body : List.of(
                "",
                "\n",
                lines(stranger),
                stolen,
                good.substring(0, good.length() - 1),
                good + "\n",
                "\n" + good,
                "more\n\n" + good,
                good.replace("example.org/w1", "example.org/w3"),
                good.substring(0, 60) + (good.charAt(60) == 'A' ? 'B' : 'A') + good.substring(61))) {
            assertThat(read(200, "text/plain", body)).as(body).isInstanceOf(WitnessAnswer.Bad.class);
        }
    }

    @Test
    void a_conflict_says_whether_the_witness_is_behind_or_ahead() {
        assertThat(read(409, "text/x.tlog.size", "0\n")).isEqualTo(new WitnessAnswer.Conflict(0));
        assertThat(read(409, "text/x.tlog.size", "9\n")).isEqualTo(new WitnessAnswer.Conflict(9));
        assertThat(read(409, "text/x.tlog.size", "10\n")).isEqualTo(new WitnessAnswer.Ahead(10));
        for (var body : List.of("", "9", "09\n", "-1\n", "9\n\n", "9999999999999999999\n", "4\n")) {
            assertThat(read(409, "text/x.tlog.size", body)).as(body).isInstanceOf(WitnessAnswer.Bad.class);
        }
        assertThat(read(409, "text/plain", "9\n")).isInstanceOf(WitnessAnswer.Bad.class);
    }

    @Test
    void every_other_status_is_what_the_specification_says_or_bad() {
        assertThat(read(400, "", "")).isEqualTo(new WitnessAnswer.Refused(WitnessAnswer.Why.MALFORMED));
        assertThat(read(403, "", "")).isEqualTo(new WitnessAnswer.Refused(WitnessAnswer.Why.SIGNATURE));
        assertThat(read(404, "", "")).isEqualTo(new WitnessAnswer.Refused(WitnessAnswer.Why.UNKNOWN_LOG));
        assertThat(read(422, "", "")).isEqualTo(new WitnessAnswer.Refused(WitnessAnswer.Why.INCONSISTENT));
        for (int status : new int[] {429, 500, 502, 503, 504}) {
            assertThat(read(status, "", "")).isInstanceOf(WitnessAnswer.Unreachable.class);
        }
        for (int status : new int[] {100, 201, 204, 301, 302, 401, 405, 418}) {
            assertThat(read(status, "", lines(witness))).isInstanceOf(WitnessAnswer.Bad.class);
        }
    }

    @Test
    void a_logs_key_is_no_witness() {
        assertThatThrownBy(() -> new WitnessAnswers(log.verifier())).isInstanceOf(IllegalArgumentException.class);
    }
}
