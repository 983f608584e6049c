package dev.astern.journal.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.journal.Hash;
import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.note.Cosigner;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteSigner;
import dev.astern.journal.note.SigningKey;
import dev.astern.journal.witness.AddCheckpoint;
import dev.astern.journal.witness.WitnessAnswer;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client whose witness, or whoever is in its place, answers what it likes. A real witness: see its own tests. */
class WitnessClientTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Http http = new Http(Duration.ofMillis(700));
    /** For answers that come, however busy the machine is. */
    private final Http patient = new Http(Duration.ofSeconds(20));

    private final NoteSigner log = new NoteSigner("example.com/log", SigningKey.generate(RANDOM));
    private final Cosigner witness = new Cosigner("example.org/w1", SigningKey.generate(RANDOM));
    private final String text = new Checkpoint(log.name(), 9, Hash.sha256(new byte[0])).text();
    private final AddCheckpoint request = new AddCheckpoint(0, List.of(), new Note(text, List.of(log.sign(text))));

    @AfterEach
    void close() {
        http.close();
        patient.close();
    }

    private void assertUnreachable(String answer, HostileServer.Then then) throws IOException {
        try (var server = new HostileServer(answer, then)) {
            var client = new WitnessClient(http, server.uri(), witness.verifier());
            assertThat(client.add(request)).as(answer).isInstanceOf(WitnessAnswer.Unreachable.class);
            assertThat(client.latest(List.of(log.verifier()))).as(answer).isInstanceOf(LatestAnswer.Unreachable.class);
        }
    }

    @Test
    void who_does_not_answer_in_time_or_in_http_is_unreachable() throws IOException {
        assertUnreachable("", HostileServer.Then.CLOSE);
        assertUnreachable("", HostileServer.Then.WAIT);
        assertUnreachable("", HostileServer.Then.GO_ON);
        assertUnreachable("HTTP/1.1 200 OK\r\n", HostileServer.Then.WAIT);
        assertUnreachable("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nold", HostileServer.Then.WAIT);
        assertUnreachable("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nold", HostileServer.Then.CLOSE);
        assertUnreachable("HTTP/1.1 200 OK\r\n\r\n", HostileServer.Then.GO_ON);
        assertUnreachable("SSH-2.0-OpenSSH\r\n", HostileServer.Then.CLOSE);
        assertUnreachable("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", HostileServer.Then.CLOSE);
    }

    @Test
    void nobody_there_is_unreachable() throws IOException {
        URI gone;
        try (var server = new HostileServer("", HostileServer.Then.CLOSE)) {
            gone = server.uri();
        }
        assertThat(new WitnessClient(http, gone, witness.verifier()).add(request))
                .isInstanceOf(WitnessAnswer.Unreachable.class);
    }

    private void assertBad(String answer) throws IOException {
        try (var server = new HostileServer(answer, HostileServer.Then.CLOSE)) {
            var client = new WitnessClient(patient, server.uri(), witness.verifier());
            assertThat(client.add(request)).as(answer).isInstanceOf(WitnessAnswer.Bad.class);
            assertThat(client.latest(List.of(log.verifier()))).as(answer).isInstanceOf(LatestAnswer.Bad.class);
        }
    }

    @Test
    void an_answer_that_is_none_is_bad_and_no_redirect_is_followed() throws IOException {
        assertBad("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertBad("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        assertBad("HTTP/1.1 302 Found\r\nLocation: http://localhost:1/\r\nContent-Length: 0\r\n\r\n");
        assertBad("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\u00e2\u0080\u0094 ");
        var unsigned = new String(request.checkpoint().encode(), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertBad("HTTP/1.1 200 OK\r\nContent-Length: " + unsigned.length() + "\r\n\r\n" + unsigned);
    }

    @Test
    void a_prefix_is_a_url_of_http() {
        for (var prefix : List.of("file:///etc/passwd", "example.org", "ftp://example.org")) {
            assertThatThrownBy(() -> new WitnessClient(http, URI.create(prefix), witness.verifier()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void another_note_than_a_checkpoint_is_never_sent() {
        var client = new WitnessClient(http, URI.create("http://localhost:1"), witness.verifier());
        var note = new Note("hello\n", List.of(log.sign("hello\n")));
        assertThatThrownBy(() -> client.add(new AddCheckpoint(0, List.of(), note)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
