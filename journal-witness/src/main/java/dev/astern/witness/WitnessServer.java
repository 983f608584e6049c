package dev.astern.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.astern.journal.witness.AddCheckpoint;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** A witness over plain HTTP. */
final class WitnessServer implements Closeable {
    private static final System.Logger LOG = System.getLogger(WitnessServer.class.getName());
    private static final Pattern LATEST = Pattern.compile("/([0-9a-f]{64})/checkpoint");
    private static final String ADD = "/add-checkpoint";

    static {
        // Seconds that a request may take to arrive, and how many may be under way. Read when the JDK's server is
        // loaded.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
        System.setProperty("jdk.httpserver.maxConnections", "500");
    }

    private final Witness witness;
    private final RateLimit limit;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    WitnessServer(Witness witness, RateLimit limit, InetSocketAddress address) throws IOException {
        this.witness = witness;
        this.limit = limit;
        this.server = HttpServer.create(address, 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    void start() {
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var reply = reply(exchange);
            exchange.getResponseHeaders().set("Content-Type", reply.contentType());
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(
                    reply.status(), head ? -1 : reply.body().length());
            if (!head) {
                exchange.getResponseBody().write(reply.body().toArray());
            }
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        if (!limit.admits(exchange.getRemoteAddress().getAddress().getHostAddress())) {
            return Reply.sentence(429, "ask less often");
        }
        try {
            return route(exchange);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a request failed", e);
            return Reply.sentence(500, "the witness can't answer now");
        }
    }

    private Reply route(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getRawPath();
        var latest = LATEST.matcher(path);
        if (path.equals(ADD)) {
            return allowed(exchange, "POST") ? add(exchange) : notAllowed(exchange, "POST");
        }
        if (latest.matches()) {
            return allowed(exchange, "GET") ? witness.latest(latest.group(1)) : notAllowed(exchange, "GET");
        }
        return Reply.sentence(404, "a witness has add-checkpoint and HASH/checkpoint");
    }

    private Reply add(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readNBytes(AddCheckpoint.MAX_BYTES + 1);
        return body.length > AddCheckpoint.MAX_BYTES
                ? Reply.sentence(413, "no request is that large")
                : witness.add(body);
    }

    private static boolean allowed(HttpExchange exchange, String method) {
        var asked = exchange.getRequestMethod();
        return asked.equals(method) || (method.equals("GET") && asked.equals("HEAD"));
    }

    private static Reply notAllowed(HttpExchange exchange, String method) {
        exchange.getResponseHeaders().set("Allow", method);
        return Reply.sentence(405, "only " + method);
    }

    /** Lets requests under way end. */
    @Override
    public void close() {
        server.stop(1);
        threads.close();
    }
}
