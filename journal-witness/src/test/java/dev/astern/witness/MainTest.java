package dev.astern.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.Parsed;
import dev.astern.journal.note.VerifierKey;
import dev.astern.journal.remote.Http;
import dev.astern.journal.remote.WitnessClient;
import dev.astern.journal.witness.WitnessAnswer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The witness as a process of its own. */
class MainTest {
    @TempDir
    Path folder;

    private final SignedLog log = SignedLog.of("example.com/log");
    private final Http http = new Http(Duration.ofSeconds(20));

    private record Running(Process process, VerifierKey key, URI uri) {}

    private Process process(String... more) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(
                "--name", "example.org/w1", "--state", folder.resolve("state").toString()));
        command.addAll(List.of(
                "--key",
                folder.resolve("key.pem").toString(),
                "--log",
                log.key().text()));
        command.addAll(List.of("--port", "0"));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private Running start(String... more) throws IOException {
        var process = process(more);
        var says = process.inputReader(UTF_8);
        var first = String.valueOf(says.readLine());
        if (!(VerifierKey.parse(first) instanceof Parsed.Read<VerifierKey>(var key))) {
            throw new AssertionError("expected a verifier key, found: " + first);
        }
        return new Running(process, key, URI.create(says.readLine()));
    }

    private String refusal(String... more) throws IOException, InterruptedException {
        var process = process(more);
        var says = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isNotZero();
        return says;
    }

    @Test
    void killed_while_it_is_asked_it_never_goes_back() throws Exception {
        var random = new Random(7);
        var cosigned = new AtomicLong();
        VerifierKey key = null;
        for (int round = 0; round < 4; round++) {
            var running = start();
            assertThat(key == null ? running.key() : key).isEqualTo(running.key());
            key = running.key();
            var client = new WitnessClient(http, running.uri(), key);
            var killer = Thread.ofVirtual().unstarted(() -> running.process().destroyForcibly());
            long rounds = 20L + random.nextInt(30);
            assertThat(grow(client, cosigned, rounds, killer)).isGreaterThan(rounds - 1);
            killer.join();
            running.process().waitFor();
        }
    }

    /** Grows the log until the witness is gone, after so many rounds it is killed beside. */
    private long grow(WitnessClient client, AtomicLong cosigned, long killAfter, Thread killer) {
        long old = cosigned.get();
        for (long round = 0; ; round++) {
            if (round == killAfter) {
                killer.start();
            }
            switch (client.add(log.request(old, old + 1))) {
                case WitnessAnswer.Cosigned ignored -> {
                    old++;
                    cosigned.set(old);
                }
                case WitnessAnswer.Conflict(var latest) -> {
                    // It may remember one more than it had the time to answer, and never one less.
                    assertThat(latest).isEqualTo(cosigned.get() + 1);
                    old = latest;
                }
                case WitnessAnswer.Unreachable ignored -> {
                    return round;
                }
                case WitnessAnswer.Ahead ahead -> throw new AssertionError(ahead);
                case WitnessAnswer.Refused refused -> throw new AssertionError(refused);
                case WitnessAnswer.Bad bad -> throw new AssertionError(bad);
            }
        }
    }

    @Test
    void a_second_one_a_lost_state_and_another_key_are_refused() throws Exception {
        var running = start();
        try {
            assertThat(refusal()).contains("in use");
        } finally {
            running.process().destroyForcibly().waitFor();
        }
        assertThat(refusal("--name", "example.org/w2")).contains("--name");
        var state = folder.resolve("state");
        Files.move(state, folder.resolve("lost"));
        assertThat(refusal()).contains("--fresh");
        Files.deleteIfExists(state.resolve("lock"));
        Files.delete(state);
        Files.move(folder.resolve("lost"), state);
        Files.move(folder.resolve("key.pem"), folder.resolve("key.lost"));
        assertThat(refusal()).contains("state of a key that is not in");
        openssl(
                "genpkey",
                "-algorithm",
                "ed25519",
                "-out",
                folder.resolve("key.pem").toString());
        assertThat(refusal()).contains("state of another key");
        assertThat(refusal("--fresh")).contains("state of another key");
    }

    @Test
    void a_key_that_openssl_made_is_taken_when_somebody_says_that_it_is_fresh() throws Exception {
        openssl(
                "genpkey",
                "-algorithm",
                "ed25519",
                "-out",
                folder.resolve("key.pem").toString());
        assertThat(refusal()).contains("--fresh");
        var running = start("--fresh");
        try {
            var client = new WitnessClient(http, running.uri(), running.key());
            assertThat(client.add(log.request(0, 3))).isInstanceOf(WitnessAnswer.Cosigned.class);
        } finally {
            running.process().destroyForcibly().waitFor();
        }
    }

    @Test
    void options_that_are_wrong_are_said_to_be() throws Exception {
        assertThat(refusal("--log", "nonsense")).contains("--log nonsense");
        assertThat(refusal("--port", "x")).contains("--port");
    }

    private static void openssl(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
