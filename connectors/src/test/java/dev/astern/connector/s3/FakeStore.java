package dev.astern.connector.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.astern.connector.testkit.Laboratory.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A bucket over real sockets, as far as the connector needs one, with all that can go wrong with a write. */
final class FakeStore implements AutoCloseable {
    private final HttpServer server;
    private final FakeObjects objects;
    private final boolean minds;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Fault next;
    private Runnable beforeCopy = () -> {};

    /**
     * @param versioned whether it keeps every version
     * @param minds whether a copy's condition counts, which some stores take no notice of
     */
    FakeStore(boolean versioned, boolean minds) {
        objects = new FakeObjects(versioned);
        this.minds = minds;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    FakeObjects objects() {
        return objects;
    }

    synchronized void next(Fault fault) {
        next = fault;
    }

    synchronized void beforeCopy(Runnable what) {
        beforeCopy = what;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var fault = fault(exchange);
            if (fault == Fault.HANG) {
                await();
                return;
            }
            if (fault == Fault.REFUSE) {
                reply(exchange, 403, "<Error><Message>not like this</Message></Error>".getBytes(UTF_8));
                return;
            }
            if (fault == Fault.FAIL) {
                reply(exchange, 500, new byte[0]);
                return;
            }
            if (fault == Fault.LIE) {
                reply(exchange, 200, new byte[0]);
                return;
            }
            done(exchange, body, fault);
        }
    }

    private void await() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Fault fault(HttpExchange exchange) {
        var method = exchange.getRequestMethod();
        if (method.equals("GET") || method.equals("HEAD")) {
            return null;
        }
        var fault = next;
        next = null;
        return fault;
    }

    private void done(HttpExchange exchange, byte[] body, @Nullable Fault fault) throws IOException {
        var path = exchange.getRequestURI().getRawPath().split("/", 3);
        var query = query(exchange);
        if (path.length < 3 || path[2].isEmpty()) {
            var xml = query.containsKey("versions") ? objects.listed(query.getOrDefault("prefix", "")) : "";
            reply(exchange, 200, xml.getBytes(UTF_8));
            return;
        }
        var key = URLDecoder.decode(path[2].replace("+", "%2B"), UTF_8);
        var headers = new HashMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        var came = did(exchange.getRequestMethod(), key, query.get("versionId"), headers, body);
        if (fault == Fault.LOSE_ANSWER) {
            return;
        }
        came.headers().forEach(exchange.getResponseHeaders()::set);
        reply(
                exchange,
                fault == Fault.FAIL_AFTER ? 500 : came.status(),
                came.body().getBytes(ISO_8859_1));
    }

    private FakeObjects.Came did(
            String method, String key, @Nullable String version, Map<String, String> headers, byte[] body) {
        var source = headers.get("x-amz-copy-source");
        if (method.equals("PUT") && source != null) {
            beforeCopy.run();
            if (!minds) {
                headers.remove("if-match");
            }
            return objects.copy(key, source.replaceAll(".*versionId=", ""), headers);
        }
        return switch (method) {
            case "PUT" -> objects.put(key, headers, new String(body, ISO_8859_1));
            case "DELETE" -> objects.delete(key, version, headers);
            default -> objects.get(key, version);
        };
    }

    private static Map<String, String> query(HttpExchange exchange) {
        var query = new TreeMap<String, String>();
        var raw = exchange.getRequestURI().getRawQuery();
        for (var pair : raw == null ? new String[0] : raw.split("&")) {
            var parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1].replace("+", "%2B"), UTF_8));
        }
        return query;
    }

    private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, body.length == 0 || isHead ? -1 : body.length);
        if (!isHead) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
