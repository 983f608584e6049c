package dev.astern.connector.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.astern.connector.testkit.Laboratory.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A small API of cards over real sockets, with all that such APIs get wrong. */
final class CardServer implements AutoCloseable {
    private final HttpServer server;
    private final TreeMap<String, ObjectNode> cards = new TreeMap<>();
    private final boolean etags;
    private final boolean sameKeys;
    private final List<String> log = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private int changes;
    private int made;
    private @Nullable Fault next;

    /** @param sameKeys whether a card can be put under a key that it had before */
    CardServer(boolean etags, boolean sameKeys) {
        this.etags = etags;
        this.sameKeys = sameKeys;
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

    synchronized void next(Fault fault) {
        next = fault;
    }

    synchronized Map<String, ObjectNode> cards() {
        return new TreeMap<>(cards);
    }

    synchronized void set(String key, ObjectNode fields) {
        var card = cards.containsKey(key) ? cards.get(key).deepCopy() : Bodies.JSON.createObjectNode();
        fields.properties().forEach(p -> card.set(p.getKey(), p.getValue()));
        card.put("id", key).put("changed", ++changes);
        cards.put(key, card);
    }

    synchronized void remove(String key) {
        cards.remove(key);
    }

    /** Each request's head and body. */
    synchronized List<String> log() {
        return List.copyOf(log);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            var headers = new TreeMap<>(exchange.getRequestHeaders());
            if (hangs(exchange)) {
                return;
            }
            synchronized (this) {
                log.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + headers + " " + body);
                if (exchange.getRequestMethod().equals("GET")) {
                    get(exchange);
                } else {
                    write(exchange, body);
                }
            }
        }
    }

    private void get(HttpExchange exchange) throws IOException {
        var key = key(exchange);
        if (key.equals("redirect")) {
            exchange.getResponseHeaders().set("Location", "http://169.254.169.254/latest/meta-data");
            reply(exchange, 302, "");
        } else if (key.equals("cards")) {
            var all = Bodies.JSON.createObjectNode();
            cards.values().forEach(all.putArray("items")::add);
            reply(exchange, 200, all.toString());
        } else if (cards.containsKey(key)) {
            tag(exchange, cards.get(key));
            reply(exchange, 200, cards.get(key).toString());
        } else {
            reply(exchange, 404, "no " + key);
        }
    }

    private static String key(HttpExchange exchange) {
        var path = exchange.getRequestURI().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void write(HttpExchange exchange, String body) throws IOException {
        var fault = next;
        next = null;
        if (fault == Fault.REFUSE) {
            reply(exchange, 422, "not like this");
        } else if (fault == Fault.FAIL) {
            reply(exchange, 500, "went wrong");
        } else if (fault == Fault.LIE) {
            reply(exchange, 200, "{}");
        } else {
            written(exchange, body, fault);
        }
    }

    /** Nothing is answered until the server is closed. */
    private boolean hangs(HttpExchange exchange) {
        synchronized (this) {
            if (next != Fault.HANG || exchange.getRequestMethod().equals("GET")) {
                return false;
            }
            next = null;
        }
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private void written(HttpExchange exchange, String body, @Nullable Fault fault) throws IOException {
        var key = key(exchange);
        var method = exchange.getRequestMethod();
        var condition = exchange.getRequestHeaders().getFirst("If-Match");
        if (etags && condition != null && !condition.equals(tag(cards.get(key)))) {
            reply(exchange, 412, "it has another version");
            return;
        }
        if (!method.equals("POST") && !cards.containsKey(key) && !(method.equals("PUT") && sameKeys)) {
            reply(exchange, 404, "no " + key);
            return;
        }
        var fields = body.isEmpty() ? Bodies.JSON.createObjectNode() : (ObjectNode) Bodies.JSON.readTree(body);
        if (method.equals("POST")) {
            key = fields.has("id") ? fields.get("id").asString() : "made-" + ++made;
        }
        if (method.equals("DELETE")) {
            cards.remove(key);
        } else {
            set(key, fields);
        }
        if (fault == Fault.LOSE_ANSWER) {
            return;
        }
        if (fault == Fault.FAIL_AFTER) {
            reply(exchange, 500, "went wrong");
            return;
        }
        tag(exchange, cards.get(key));
        reply(exchange, 200, method.equals("DELETE") ? "" : String.valueOf(cards.get(key)));
    }

    private void tag(HttpExchange exchange, @Nullable ObjectNode card) {
        if (etags && card != null) {
            exchange.getResponseHeaders().set("ETag", tag(card));
        }
    }

    private static String tag(@Nullable ObjectNode card) {
        return card == null ? "none" : "\"" + card.path("changed") + "\"";
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
