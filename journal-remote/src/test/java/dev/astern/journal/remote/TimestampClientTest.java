package dev.astern.journal.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.journal.Bytes;
import dev.astern.journal.Hash;
import dev.astern.journal.remote.TimestampAnswer.Bad;
import dev.astern.journal.remote.TimestampAnswer.Refused;
import dev.astern.journal.remote.TimestampAnswer.Stamped;
import dev.astern.journal.remote.TimestampAnswer.Step;
import dev.astern.journal.remote.TimestampAnswer.Unreachable;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimestampClientTest {
    private static final byte[] CHECKPOINT = "example.com/log\n9\n".getBytes(UTF_8);

    @TempDir
    Path folder;

    private final Http http = new Http(Duration.ofSeconds(10));
    private OpenSslTsa tsa;
    private TimestampClient client;

    @BeforeEach
    void start() throws IOException {
        tsa = new OpenSslTsa(folder);
        client = new TimestampClient(http, tsa.uri(), new SecureRandom());
    }

    @AfterEach
    void stop() {
        tsa.close();
        http.close();
    }

    private Stamped stamped() {
        var answer = client.stamp(CHECKPOINT);
        assertThat(answer).isInstanceOf(Stamped.class);
        return (Stamped) answer;
    }

    private void assertBad(Step step) {
        var answer = client.stamp(CHECKPOINT);
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Bad.class,
                        bad -> assertThat(bad.step()).as(bad.detail()).isEqualTo(step));
    }

    /** Has the authority answer another question than the one that was asked. */
    private void assertAsked(Step step, UnaryOperator<TimeStampRequest> other) {
        tsa.between(
                query -> {
                    try {
                        return other.apply(new TimeStampRequest(query)).getEncoded();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                UnaryOperator.identity());
        assertBad(step);
    }

    private static TimeStampRequestGenerator generator(boolean certificate) {
        var generator = new TimeStampRequestGenerator();
        generator.setCertReq(certificate);
        return generator;
    }

    private void assertReplied(Step step, UnaryOperator<byte[]> reply) {
        tsa.between(UnaryOperator.identity(), reply);
        assertBad(step);
    }

    @Test
    void what_is_stamped_openssl_takes_for_a_stamp_of_it_and_of_nothing_else() throws IOException {
        var before = Instant.now().minusSeconds(2);
        var stamped = stamped();
        assertThat(stamped.time()).isBetween(before, Instant.now().plusSeconds(2));
        var response = stamped.response().toArray();
        assertThat(tsa.verifies(response, CHECKPOINT)).isTrue();
        assertThat(tsa.verifies(response, "another".getBytes(UTF_8))).isFalse();
    }

    @Test
    void an_answer_to_another_question_is_bad() {
        var digest = Hash.sha256(CHECKPOINT).toArray();
        assertAsked(
                Step.CONTENT,
                asked -> generator(true)
                        .generate(TSPAlgorithms.SHA256, Hash.sha256(new byte[0]).toArray(), asked.getNonce()));
        assertAsked(
                Step.CONTENT,
                asked -> generator(true)
                        .generate(TSPAlgorithms.SHA256, digest, asked.getNonce().add(BigInteger.ONE)));
        assertAsked(Step.CONTENT, asked -> generator(true).generate(TSPAlgorithms.SHA256, digest));
        assertAsked(
                Step.CERTIFICATE, asked -> generator(false).generate(TSPAlgorithms.SHA256, digest, asked.getNonce()));
    }

    @Test
    void an_older_answer_is_bad() {
        var older = stamped().response().toArray();
        assertReplied(Step.CONTENT, reply -> older);
    }

    @Test
    void an_authority_that_will_not_is_refusing() throws IOException {
        tsa.configure("sha256", "sha512");
        assertThat(client.stamp(CHECKPOINT)).isInstanceOf(Refused.class);
    }

    @Test
    void a_token_signed_over_a_broken_hash_is_bad() throws IOException {
        tsa.configure("sha1", "sha256");
        assertBad(Step.ALGORITHM);
    }

    @Test
    void what_is_no_response_in_der_is_bad() {
        assertReplied(Step.FORM, reply -> new byte[0]);
        assertReplied(Step.FORM, reply -> "hello".getBytes(UTF_8));
        assertReplied(Step.FORM, reply -> Arrays.copyOf(reply, reply.length - 1));
        assertReplied(Step.FORM, reply -> Arrays.copyOf(reply, reply.length + 1));
        assertReplied(Step.FORM, reply -> new byte[] {0x30, 0});
        // Granted, and nothing.
        assertReplied(Step.FORM, reply -> new byte[] {0x30, 5, 0x30, 3, 2, 1, 0});
        // Very deep.
        assertReplied(Step.FORM, reply -> {
            var deep = new byte[60_000];
            for (int i = 0; i < deep.length; i += 2) {
                deep[i] = 0x30;
                deep[i + 1] = (byte) 0x80;
            }
            return deep;
        });
    }

    /** Some bytes vouch for nothing, such as those of a chain that nobody looks at here. What is accepted says the same. */
    @Test
    void no_changed_byte_makes_an_answer_say_something_else() throws IOException, TSPException {
        var query = new ArrayList<TimeStampRequest>();
        tsa.between(
                asked -> {
                    query.add(request(asked));
                    return asked;
                },
                UnaryOperator.identity());
        var good = stamped();
        var bytes = good.response().toArray();
        long seed = Long.getLong("astern.seed", System.nanoTime());
        var random = new Random(seed);
        int refused = 0;
        for (int place = 0; place < bytes.length; place++) {
            var changed = bytes.clone();
            changed[place] ^= (byte) (1 + random.nextInt(255));
            switch (TimestampCheck.of(query.getFirst(), Bytes.copyOf(changed))) {
                case Stamped stamped -> {
                    assertThat(stamped.time())
                            .as("seed " + seed + ", byte " + place)
                            .isEqualTo(good.time());
                    assertThat(imprint(changed))
                            .isEqualTo(Hash.sha256(CHECKPOINT).toArray());
                }
                case Bad bad -> refused++;
                case Refused bad -> refused++;
                case Unreachable unreachable -> throw new AssertionError(unreachable);
            }
        }
        assertThat(refused).as("of " + bytes.length).isGreaterThan(bytes.length / 2);
    }

    @Test
    void transport_that_is_none_is_bad_or_unreachable() throws IOException {
        tsa.contentType("text/html");
        assertBad(Step.TRANSPORT);
        tsa.contentType("application/timestamp-reply");
        tsa.between(UnaryOperator.identity(), reply -> new byte[100_000]);
        assertThat(client.stamp(CHECKPOINT)).isInstanceOf(Unreachable.class);
        tsa.close();
        assertThat(client.stamp(CHECKPOINT)).isInstanceOf(Unreachable.class);
        for (var then : new HostileServer.Then[] {HostileServer.Then.WAIT, HostileServer.Then.GO_ON}) {
            try (var quick = new Http(Duration.ofMillis(500));
                    var hostile = new HostileServer("HTTP/1.1 200 OK\r\n\r\n", then)) {
                var other = new TimestampClient(quick, hostile.uri(), new SecureRandom());
                assertThat(other.stamp(CHECKPOINT)).isInstanceOf(Unreachable.class);
            }
        }
        try (var hostile =
                new HostileServer("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", HostileServer.Then.CLOSE)) {
            var other = new TimestampClient(http, hostile.uri(), new SecureRandom());
            assertThat(other.stamp(CHECKPOINT)).isInstanceOf(Bad.class);
        }
    }

    @Test
    void an_authority_is_a_url_of_http() {
        assertThatThrownBy(() -> new TimestampClient(http, URI.create("file:///etc/passwd"), new SecureRandom()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] imprint(byte[] response) throws IOException, TSPException {
        return new TimeStampResponse(response)
                .getTimeStampToken()
                .getTimeStampInfo()
                .getMessageImprintDigest();
    }

    private static TimeStampRequest request(byte[] bytes) {
        try {
            return new TimeStampRequest(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
