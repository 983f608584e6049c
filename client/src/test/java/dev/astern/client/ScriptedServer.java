package dev.astern.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Answers over real sockets what a test told it to, in order, and remembers what was asked. */
final class ScriptedServer implements AutoCloseable {
    private static final int HANG_UP = 0;

    private record Answer(int status, String body) {}

    /** A request: method, path, the idempotency key and the body. */
    record Asked(String line, String key, String authorization, String body) {}

    private final HttpServer server;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<Asked> asked = new ArrayList<>();

    ScriptedServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    synchronized ScriptedServer then(int status, String body) {
        answers.add(new Answer(status, body));
        return this;
    }

    /** The request arrives, and the connection ends. */
    ScriptedServer thenHangUp() {
        return then(HANG_UP, "");
    }

    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var answer = next(exchange);
            if (answer.status() == HANG_UP) {
                return;
            }
            var bytes = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private synchronized Answer next(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        asked.add(new Asked(
                exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                String.valueOf(headers.getFirst("Idempotency-Key")),
                String.valueOf(headers.getFirst("Authorization")),
                new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        return answers.isEmpty() ? new Answer(500, "nothing more was scripted") : answers.remove();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
