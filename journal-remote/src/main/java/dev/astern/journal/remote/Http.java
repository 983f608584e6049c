package dev.astern.journal.remote;

import dev.astern.journal.Bytes;
import java.io.Closeable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * HTTP with others: no redirects, an end to how long an answer may take from the first byte sent to the last one
 * received, and to how large it may be.
 */
public final class Http implements Closeable {
    /** What became of a request. */
    sealed interface Answer {
        /** @param contentType empty when there was none */
        record Received(int status, String contentType, Bytes body) implements Answer {}

        record Failed(String detail) implements Answer {}
    }

    private final HttpClient client;
    private final Duration timeout;

    /** @param timeout for a whole request with its answer */
    public Http(Duration timeout) {
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    static boolean isHttp(URI uri) {
        return "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    }

    Answer get(URI uri, int maxBytes) {
        return send(HttpRequest.newBuilder(uri).GET().build(), maxBytes);
    }

    Answer post(URI uri, String contentType, byte[] body, int maxBytes) {
        var publisher = HttpRequest.BodyPublishers.ofByteArray(body);
        var request =
                HttpRequest.newBuilder(uri).header("Content-Type", contentType).POST(publisher);
        return send(request.build(), maxBytes);
    }

    /** The client's own timeout ends with an answer's headers; this one does with its last byte. */
    private Answer send(HttpRequest request, int maxBytes) {
        var sent = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBytes));
        try {
            var response = sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            var type = response.headers().firstValue("Content-Type").orElse("");
            return new Answer.Received(response.statusCode(), type, Bytes.copyOf(response.body()));
        } catch (ExecutionException e) {
            return new Answer.Failed(reason(e));
        } catch (TimeoutException e) {
            return new Answer.Failed("no whole answer within " + timeout.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Failed("interrupted");
        } finally {
            sent.cancel(true);
        }
    }

    private static String reason(ExecutionException e) {
        var cause = Optional.ofNullable(e.getCause()).orElse(e);
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    /** Ends at once, whatever is still under way. */
    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
