package dev.astern.journal.remote;

import dev.astern.journal.Hash;
import dev.astern.journal.remote.TimestampAnswer.Bad;
import dev.astern.journal.remote.TimestampAnswer.Step;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;

/** Asks one authority when something was there, as RFC 3161 over HTTP. Safe for many threads. */
public final class TimestampClient {
    /** Tokens with their chains have a few thousand bytes. */
    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    private static final String QUERY = "application/timestamp-query";
    private static final String REPLY = "application/timestamp-reply";
    private static final int NONCE_BITS = 128;

    private final Http http;
    private final URI authority;
    private final SecureRandom random;

    /** @param authority to which requests are posted, of http or https */
    public TimestampClient(Http http, URI authority, SecureRandom random) {
        if (!Http.isHttp(authority)) {
            throw new IllegalArgumentException("a time-stamping authority has a URL of http or https");
        }
        this.http = http;
        this.authority = authority;
        this.random = random;
    }

    /**
     * Has something stamped by its SHA-256.
     *
     * @param bytes that stay here, such as a checkpoint's
     */
    public TimestampAnswer stamp(byte[] bytes) {
        var request = request(Hash.sha256(bytes));
        return switch (http.post(authority, QUERY, encode(request), MAX_ANSWER_BYTES)) {
            case Http.Answer.Failed(var detail) -> new TimestampAnswer.Unreachable(detail);
            case Http.Answer.Received(var status, var type, var body) -> {
                if (status != 200) {
                    yield status == 429 || status >= 500
                            ? new TimestampAnswer.Unreachable("the authority answered " + status)
                            : new Bad(Step.TRANSPORT, "no authority answers " + status);
                }
                yield type.equals(REPLY)
                        ? TimestampCheck.of(request, body)
                        : new Bad(Step.TRANSPORT, "it is not of type " + REPLY);
            }
        };
    }

    /** The certificate is asked for, so that the answer can be verified without anything else. */
    private TimeStampRequest request(Hash hash) {
        var generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        return generator.generate(TSPAlgorithms.SHA256, hash.toArray(), new BigInteger(NONCE_BITS, random));
    }

    private static byte[] encode(TimeStampRequest request) {
        try {
            return request.getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("a request made here has an encoding: bug", e);
        }
    }
}
