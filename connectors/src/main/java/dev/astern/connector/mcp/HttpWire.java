package dev.astern.connector.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.ProblemException;
import dev.astern.connector.Secret;
import dev.astern.connector.resource.Within;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A server over Streamable HTTP: one address, no redirects, no proxy, answers of bounded size and time. */
final class HttpWire implements Wire {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final String SESSION = "Mcp-Session-Id";
    private static final int NO_SESSION = 404;
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(CONNECT)
            .build();
    private final URI url;
    private final Map<String, Secret> headers;
    private final int mostBytes;
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong lives = new AtomicLong(1);
    private final AtomicLong toolChanges = new AtomicLong();
    private volatile Agreed agreed = new Agreed(Era.SESSIONS, "", null);
    private volatile String complaint = "";

    private record Agreed(Era era, String version, @Nullable String session) {}

    /** @param headers sent with each request; the target's own, never anything of an agent's */
    HttpWire(URI url, Map<String, Secret> headers, int mostBytes) {
        this.url = url;
        this.headers = Map.copyOf(headers);
        this.mostBytes = mostBytes;
    }

    @Override
    public Reply request(String method, Map<String, @Nullable Object> params, Within within) {
        long id = ids.incrementAndGet();
        var now = agreed;
        HttpRequest request;
        try {
            var objection = Addresses.objection(url);
            if (objection.isPresent()) {
                complaint = objection.get().detail();
                return new Reply.Unsent(complaint);
            }
            request = request(method, params, Rpc.request(id, method, params), now);
        } catch (ProblemException e) {
            return new Reply.Unsent(e.problem().detail());
        }
        var answer = client.sendAsync(request, info -> new HttpAnswer(id, info, mostBytes, toolChanges));
        try {
            return reply(answer.get(within.left().toNanos(), TimeUnit.NANOSECONDS), now, method);
        } catch (TimeoutException e) {
            answer.cancel(true);
            return new Reply.Lost("it did not answer in time");
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new Reply.Lost("nobody waited for the answer any longer");
        } catch (ExecutionException e) {
            return failed(e.getCause());
        }
    }

    private Reply reply(HttpResponse<Reply> response, Agreed now, String method) {
        if (response.statusCode() == NO_SESSION && now.session() != null) {
            // The specification: the session is over, and this request was not looked at.
            agreed = new Agreed(Era.SESSIONS, "", null);
            lives.incrementAndGet();
            return new Reply.Unsent("its session is over");
        }
        if (method.equals("initialize")) {
            var session = response.headers().firstValue(SESSION).filter(text -> text.matches("[!-~]{1,500}"));
            agreed = new Agreed(Era.SESSIONS, now.version(), session.orElse(null));
        }
        if (response.statusCode() >= 300 && response.statusCode() < 400) {
            return new Reply.Failed(response.statusCode(), "it redirects, which is not followed");
        }
        return response.body();
    }

    private Reply failed(@Nullable Throwable cause) {
        complaint = Shown.line(url.getHost() + ": " + String.valueOf(cause), 300);
        return cause instanceof java.net.ConnectException || cause instanceof java.net.http.HttpConnectTimeoutException
                ? new Reply.Unsent(complaint)
                : new Reply.Lost(complaint);
    }

    private HttpRequest request(String method, Map<String, @Nullable Object> params, String body, Agreed now) {
        var request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach((name, secret) -> request.header(name, secret.reveal()));
        if (!now.version().isEmpty() && !method.equals("initialize")) {
            request.header("MCP-Protocol-Version", now.version());
        }
        if (now.session() != null && now.era() == Era.SESSIONS) {
            request.header(SESSION, now.session());
        }
        if (now.era() == Era.STATELESS) {
            request.header("Mcp-Method", method);
            if (method.equals("tools/call")) {
                request.header("Mcp-Name", header(String.valueOf(params.get("name"))));
            }
        }
        return request.build();
    }

    private static String header(String text) {
        return text.matches("[!-~]([ -~]*[!-~])?") && !text.startsWith("=?")
                ? text
                : "=?base64?" + Base64.getEncoder().encodeToString(text.getBytes(UTF_8)) + "?=";
    }

    @Override
    public void notice(String method) {
        try {
            var sent = client.sendAsync(
                    request(method, Map.of(), Rpc.notice(method), agreed), HttpResponse.BodyHandlers.discarding());
            sent.get(CONNECT.toSeconds(), TimeUnit.SECONDS);
        } catch (ProblemException | TimeoutException | ExecutionException e) {
            complaint = "it did not take a notification";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void speaks(Era era, String version) {
        agreed = new Agreed(era, version, era == Era.SESSIONS ? agreed.session() : null);
    }

    @Override
    public long life() {
        return lives.get();
    }

    @Override
    public long toolChanges() {
        return toolChanges.get();
    }

    @Override
    public String complaint() {
        return complaint;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
