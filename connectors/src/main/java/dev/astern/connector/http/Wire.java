package dev.astern.connector.http;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.resource.Within;
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
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** One host, one request at a time: no redirects, no more of an answer than fits, no longer than it may take. */
public final class Wire implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    private final HttpClient reading;
    private final URI base;
    private final AddressGuard guard;
    private final @Nullable SSLContext tls;

    Wire(URI base, AddressGuard guard) {
        this(base, guard, null);
    }

    /** @param tls whom to believe and how to show who we are; null for the machine's own trust */
    public Wire(URI base, AddressGuard guard, @Nullable SSLContext tls) {
        this.base = base;
        this.guard = guard;
        this.tls = tls;
        this.reading = client();
    }

    private HttpClient client() {
        var builder = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(CONNECT);
        if (tls != null) {
            builder.sslContext(tls);
        }
        return builder.build();
    }

    /** What came back. */
    public sealed interface Came {
        record Answer(int status, HttpHeaders headers, String body) implements Came {}

        /** Nothing reached the other side. */
        record Undelivered(Problem problem) implements Came {}

        /** It may have reached the other side, and no whole answer came. */
        record Lost(Problem problem) implements Came {}
    }

    /** @param body null where there is none */
    public record Request(
            String method,
            String path,
            Map<String, String> headers,
            @Nullable String body) {}

    public Came send(Request request, Within within) {
        var url = URI.create(base.toString().replaceAll("/+$", "") + request.path());
        var objection = guard.objection(url);
        if (objection.isPresent()) {
            return new Came.Undelivered(objection.get());
        }
        try {
            var built = built(url, request, within);
            return request.method().equals("GET") ? read(built, within) : write(built, within);
        } catch (ProblemException e) {
            return new Came.Undelivered(e.problem());
        }
    }

    /** A connection that the other side had given up says nothing about a read, so that it is sent once more. */
    private Came read(HttpRequest request, Within within) {
        var came = send(reading, request, within);
        return came instanceof Came.Lost && !within.over() ? send(reading, request, within) : came;
    }

    /**
     * A write is never sent again, so it has a connection of its own: on an old one that the other side is about to close,
     * nobody could say whether it arrived.
     */
    private Came write(HttpRequest request, Within within) {
        var client = client();
        try {
            return send(client, request, within);
        } finally {
            client.shutdownNow();
        }
    }

    private static HttpRequest built(URI url, Request request, Within within) {
        var body = request.body();
        var built = HttpRequest.newBuilder(url)
                .timeout(within.left())
                .method(
                        request.method(),
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        request.headers().forEach(built::header);
        return built.build();
    }

    private static Came send(HttpClient client, HttpRequest request, Within within) {
        // The client's own time limit ends with the headers; a body that trickles in for ever is limited here.
        var work = new FutureTask<>(() -> sent(client, request));
        var thread = Thread.ofVirtual().start(work);
        try {
            return work.get(within.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            return new Came.Lost(Problem.of(Reason.TARGET_UNREACHABLE, "no whole answer came in time"));
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            return new Came.Lost(Problem.of(Reason.CANCELLED, "it was cancelled while it waited for the answer"));
        } catch (ExecutionException e) {
            return failed(e.getCause());
        }
    }

    private static Came.Answer sent(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        var response = client.send(request, BodyHandlers.ofInputStream());
        try (var body = response.body()) {
            return new Came.Answer(response.statusCode(), response.headers(), text(body, response));
        }
    }

    private static String text(InputStream body, HttpResponse<?> response) throws IOException {
        var bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IOException(
                    "an answer with status " + response.statusCode() + " of more than " + MAX_BYTES + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Came failed(@Nullable Throwable cause) {
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
            return new Came.Undelivered(Problem.of(Reason.TARGET_UNREACHABLE, "nothing answers at its address"));
        }
        var why = Optional.ofNullable(cause).map(Throwable::getMessage).orElse("it failed");
        return new Came.Lost(Problem.of(Reason.TARGET_UNREACHABLE, "the connection failed: " + Shown.of(why)));
    }

    @Override
    public void close() {
        reading.shutdownNow();
    }
}
