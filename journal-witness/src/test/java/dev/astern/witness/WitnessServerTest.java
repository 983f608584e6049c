package dev.astern.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.Hash;
import dev.astern.journal.disk.LocalDisk;
import dev.astern.journal.note.Cosigner;
import dev.astern.journal.note.SigningKey;
import dev.astern.journal.remote.Http;
import dev.astern.journal.remote.LatestAnswer;
import dev.astern.journal.remote.WitnessClient;
import dev.astern.journal.witness.AddCheckpoint;
import dev.astern.journal.witness.WitnessAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A witness and those who ask it, over the loopback interface. */
class WitnessServerTest {
    @TempDir
    Path folder;

    private final Cosigner cosigner = new Cosigner("example.org/w1", SigningKey.generate(new SecureRandom()));
    private final SignedLog log = SignedLog.of("example.com/log");
    private final SignedLog other = SignedLog.of("example.com/other");
    private final Http http = new Http(Duration.ofSeconds(20));
    private final HttpClient plain = HttpClient.newHttpClient();
    private WitnessServer server;
    private WitnessClient client;

    @BeforeEach
    void start() throws IOException {
        start(100_000);
    }

    private void start(int rate) throws IOException {
        var witness =
                new Witness(new LocalDisk(), folder, List.of(log.key(), other.key()), cosigner, Clock.systemUTC());
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = new WitnessServer(witness, new RateLimit(rate, Clock.systemUTC()), address);
        server.start();
        client = new WitnessClient(http, uri(""), cosigner.verifier());
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
        plain.close();
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + server.port() + path);
    }

    private HttpResponse<String> ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        return plain.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void two_logs_are_cosigned_and_can_be_looked_up() {
        assertThat(client.latest(List.of(log.key()))).isInstanceOf(LatestAnswer.None.class);
        assertThat(client.add(log.request(0, 5))).isInstanceOf(WitnessAnswer.Cosigned.class);
        assertThat(client.add(other.request(0, 3))).isInstanceOf(WitnessAnswer.Cosigned.class);
        assertThat(client.add(log.request(5, 9))).isInstanceOf(WitnessAnswer.Cosigned.class);
        assertThat(client.latest(List.of(log.key()))).isEqualTo(new LatestAnswer.Known(log.at(9)));
        assertThat(client.latest(List.of(other.key()))).isEqualTo(new LatestAnswer.Known(other.at(3)));
        assertThat(client.latest(List.of(SignedLog.of("example.com/other").key())))
                .isInstanceOf(LatestAnswer.Bad.class);
    }

    @Test
    void a_log_that_lost_entries_learns_that_the_witness_is_ahead() {
        assertThat(client.add(log.request(0, 9))).isInstanceOf(WitnessAnswer.Cosigned.class);
        assertThat(client.add(log.request(0, 5))).isEqualTo(new WitnessAnswer.Ahead(9));
        assertThat(client.add(log.request(5, 5))).isEqualTo(new WitnessAnswer.Ahead(9));
        // Grown again with other entries, it is a fork.
        var restored = log.forkedAt(5);
        assertThat(client.add(restored.request(5, 12))).isEqualTo(new WitnessAnswer.Conflict(9));
        assertThat(client.add(restored.request(9, 12)))
                .isEqualTo(new WitnessAnswer.Refused(WitnessAnswer.Why.INCONSISTENT));
        assertThat(client.add(restored.request(9, 9)))
                .isEqualTo(new WitnessAnswer.Refused(WitnessAnswer.Why.INCONSISTENT));
        assertThat(client.add(log.request(9, 12))).isInstanceOf(WitnessAnswer.Cosigned.class);
    }

    @Test
    void a_log_it_does_not_know_or_does_not_believe_is_refused() {
        var unknown = SignedLog.of("example.com/unknown").request(0, 5);
        assertThat(client.add(unknown)).isEqualTo(new WitnessAnswer.Refused(WitnessAnswer.Why.UNKNOWN_LOG));
        var impostor = SignedLog.of("example.com/log").request(0, 5);
        assertThat(client.add(impostor)).isEqualTo(new WitnessAnswer.Refused(WitnessAnswer.Why.SIGNATURE));
        var nonsense = new AddCheckpoint(9, List.of(), log.note(5));
        assertThat(client.add(nonsense)).isEqualTo(new WitnessAnswer.Refused(WitnessAnswer.Why.MALFORMED));
    }

    @Test
    void racing_requests_are_cosigned_one_after_the_other() throws Exception {
        var cosigned = new ConcurrentSkipListSet<Long>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            var running = new ArrayList<Future<?>>();
            for (int thread = 0; thread < 8; thread++) {
                long step = thread + 1L;
                running.add(threads.submit(() -> race(step, cosigned)));
            }
            for (var future : running) {
                future.get();
            }
        }
        assertThat(cosigned).hasSizeGreaterThan(8);
        assertThat(client.add(log.request(0, 1000))).isEqualTo(new WitnessAnswer.Conflict(cosigned.last()));
    }

    /** Asks for ever larger trees from wherever the witness says it is; what it cosigns is never below what it had. */
    private void race(long step, ConcurrentSkipListSet<Long> cosigned) {
        long old = 0;
        for (int round = 0; round < 25; ) {
            long atLeast = cosigned.isEmpty() ? 0 : cosigned.last();
            long size = old + step;
            switch (client.add(log.request(old, size))) {
                case WitnessAnswer.Cosigned ignored -> {
                    assertThat(size).isGreaterThanOrEqualTo(atLeast);
                    cosigned.add(size);
                    old = size;
                    round++;
                }
                case WitnessAnswer.Conflict(var latest) -> old = latest;
                case WitnessAnswer.Ahead(var latest) -> old = latest;
                case WitnessAnswer.Refused refused -> throw new AssertionError(refused);
                case WitnessAnswer.Unreachable unreachable -> throw new AssertionError(unreachable);
                case WitnessAnswer.Bad bad -> throw new AssertionError(bad);
            }
        }
    }

    @Test
    void started_again_it_goes_on_where_it_was() throws IOException {
        assertThat(client.add(log.request(0, 9))).isInstanceOf(WitnessAnswer.Cosigned.class);
        server.close();
        start(100_000);
        assertThat(client.add(log.request(0, 5))).isEqualTo(new WitnessAnswer.Ahead(9));
        assertThat(client.add(log.request(9, 12))).isInstanceOf(WitnessAnswer.Cosigned.class);
    }

    @Test
    void what_is_not_the_protocol_is_refused() throws Exception {
        var get = ask(HttpRequest.newBuilder(uri("/add-checkpoint")).GET());
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("Allow")).contains("POST");
        var post = HttpRequest.newBuilder(uri("/" + "0".repeat(64) + "/checkpoint"));
        assertThat(ask(post.POST(BodyPublishers.noBody())).statusCode()).isEqualTo(405);
        for (var path : List.of(
                "/", "/add-checkpoint/", "/add-checkpointx", "/x/checkpoint", "/..%2fsigned", "/sign-subtree")) {
            assertThat(ask(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.noBody()))
                            .statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
        var junk = HttpRequest.newBuilder(uri("/add-checkpoint")).POST(BodyPublishers.ofString("junk"));
        assertThat(ask(junk).statusCode()).isEqualTo(400);
        var large = HttpRequest.newBuilder(uri("/add-checkpoint"));
        assertThat(ask(large.POST(BodyPublishers.ofByteArray(new byte[AddCheckpoint.MAX_BYTES + 1])))
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void a_conflict_has_its_own_content_type() throws Exception {
        client.add(log.request(0, 9));
        var request = HttpRequest.newBuilder(uri("/add-checkpoint"))
                .POST(BodyPublishers.ofByteArray(log.request(0, 12).encode()));
        var response = ask(request);
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/x.tlog.size");
        assertThat(response.body()).isEqualTo("9\n");
    }

    @Test
    void who_asks_too_often_is_told_so() throws Exception {
        server.close();
        start(5);
        int limited = 0;
        for (int i = 0; i < 30; i++) {
            limited += ask(HttpRequest.newBuilder(uri("/"))).statusCode() == 429 ? 1 : 0;
        }
        assertThat(limited).isPositive();
        assertThat(client.latest(List.of(log.key()))).isInstanceOf(LatestAnswer.Unreachable.class);
    }

    @Test
    void a_request_that_never_ends_keeps_nobody_else_waiting() throws IOException {
        try (var slow = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            slow.getOutputStream()
                    .write("POST /add-checkpoint HTTP/1.1\r\nContent-Length: 100\r\n\r\nold".getBytes(UTF_8));
            slow.getOutputStream().flush();
            assertThat(client.add(log.request(0, 9))).isInstanceOf(WitnessAnswer.Cosigned.class);
        }
    }

    @Test
    void a_state_that_is_broken_is_the_witness_problem_and_says_nothing_of_its_disk() throws Exception {
        client.add(log.request(0, 9));
        var hash = Hash.sha256("example.com/log".getBytes(UTF_8)).hex();
        new LocalDisk().write(folder.resolve(hash).resolve("signed"), new byte[0]);
        var request = HttpRequest.newBuilder(uri("/add-checkpoint"))
                .POST(BodyPublishers.ofByteArray(log.request(9, 12).encode()));
        var response = ask(request);
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain(folder.toString());
        assertThat(client.add(other.request(0, 3))).isInstanceOf(WitnessAnswer.Cosigned.class);
    }
}
