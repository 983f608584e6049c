package dev.astern.connector.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.common.Texts;
import dev.astern.connector.resource.Within;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One bucket over HTTP, in the path style. Nothing is followed and nothing repeated. */
final class Bucket implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final URI base;
    private final String name;
    private final Signature signature;
    private final int maxBytes;
    private final Clock clock;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(Redirect.NEVER)
            .version(Version.HTTP_1_1)
            .build();

    /** @param maxBytes of an answer */
    Bucket(URI base, String name, Signature signature, int maxBytes, Clock clock) {
        this.base = base;
        this.name = name;
        this.signature = signature;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /** What came of a request. */
    sealed interface Came {
        /** One that came. */
        final class Answer implements Came {
            private final int status;
            private final HttpHeaders headers;
            private final byte[] body;
            private final boolean whole;

            /** @param whole whether all of the body is here */
            Answer(int status, HttpHeaders headers, byte[] body, boolean whole) {
                this.status = status;
                this.headers = headers;
                this.body = body.clone();
                this.whole = whole;
            }

            int status() {
                return status;
            }

            HttpHeaders headers() {
                return headers;
            }

            byte[] body() {
                return body.clone();
            }

            boolean isWhole() {
                return whole;
            }

            boolean good() {
                return status / 100 == 2;
            }
        }

        record Undelivered(Problem problem) implements Came {}

        record Lost(Problem problem) implements Came {}
    }

    static Problem refused(Came.Answer answer) {
        var body = new String(answer.body(), UTF_8);
        int from = body.indexOf("<Message>");
        int to = body.indexOf("</Message>");
        var said = from >= 0 && to > from ? ": " + Texts.shown(body.substring(from + 9, to)) : "";
        return Problem.of(Reason.TARGET_REFUSED, "the store answers " + answer.status() + said)
                .with("status", Integer.toString(answer.status()));
    }

    /** @param key empty for the bucket itself */
    String path(String key) {
        return "/" + Signature.encoded(name, false) + (key.isEmpty() ? "" : "/" + Signature.encoded(key, true));
    }

    /** @param key empty for the bucket itself */
    Came ask(
            String method,
            String key,
            SortedMap<String, String> query,
            Map<String, String> headers,
            byte[] body,
            Within within) {
        var path = path(key);
        var all = new TreeMap<>(headers);
        all.put("host", base.getPort() > 0 ? base.getHost() + ":" + base.getPort() : base.getHost());
        var signed = signature.headers(method, path, query, all, body, clock.instant());
        var url = URI.create(base.getScheme() + "://" + base.getRawAuthority() + path
                + (query.isEmpty() ? "" : "?" + Signature.query(query)));
        var request = HttpRequest.newBuilder(url)
                .timeout(within.left())
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        signed.forEach(request::header);
        return sent(request.build());
    }

    private Came sent(HttpRequest request) {
        try {
            var response = http.send(request, BodyHandlers.ofInputStream());
            try (var in = response.body()) {
                var body = new ByteArrayOutputStream();
                boolean isWhole = read(in, body);
                return new Came.Answer(response.statusCode(), response.headers(), body.toByteArray(), isWhole);
            }
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return new Came.Undelivered(Problem.of(Reason.TARGET_UNREACHABLE, "the store can't be reached"));
        } catch (IOException e) {
            return new Came.Lost(Problem.of(Reason.UNCONFIRMED, "the store's answer was lost"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Came.Lost(Problem.of(Reason.UNCONFIRMED, "it was interrupted while it waited for the store"));
        }
    }

    private boolean read(InputStream in, ByteArrayOutputStream body) throws IOException {
        body.writeBytes(in.readNBytes(maxBytes));
        return in.read() < 0;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
