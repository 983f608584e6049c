package dev.astern.systems;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A desk with tickets behind a REST API that binds writes to versions; people work at it, too. */
final class Desk implements AutoCloseable {
    static final String DESCRIPTION = """
            system: desk
            auth: {scheme: bearer}
            version: {header: ETag, condition: If-Match}
            resources:
              tickets:
                key: id
                read: GET /tickets/{id}
                create: POST /tickets
                key_in_body: true
                update: PATCH /tickets/{id}
                delete: DELETE /tickets/{id}
                fields: [title, note]
            """;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final Map<String, ObjectNode> tickets = new TreeMap<>();
    private int changes;
    private @Nullable Pause pause;

    /** Stands between a write and its answer. */
    record Pause(CountDownLatch done, CountDownLatch goOn) {
        Pause() {
            this(new CountDownLatch(1), new CountDownLatch(1));
        }
    }

    Desk() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/tickets", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next write is done, and its answer waits. */
    synchronized Pause pauseAfterNextWrite() {
        pause = new Pause();
        return pause;
    }

    synchronized void set(String id, Map<String, String> fields) {
        var ticket = tickets.computeIfAbsent(id, i -> JSON.createObjectNode().put("id", i));
        fields.forEach(ticket::put);
        ticket.put("version", ++changes);
    }

    synchronized Map<String, String> ticket(String id) {
        var fields = new LinkedHashMap<String, String>();
        var ticket = tickets.get(id);
        if (ticket != null) {
            fields.put("title", ticket.path("title").asString());
            fields.put("note", ticket.path("note").asString());
        }
        return fields;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            var path = exchange.getRequestURI().getPath();
            var id = path.substring(path.lastIndexOf('/') + 1);
            var waits = exchange.getRequestMethod().equals("GET") ? read(exchange, id) : write(exchange, id, body);
            if (waits != null) {
                waits.done().countDown();
                waits.goOn().await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Pause read(HttpExchange exchange, String id) throws IOException {
        var ticket = tickets.get(id);
        if (ticket == null) {
            reply(exchange, 404, "{}");
        } else {
            reply(exchange, 200, tagged(exchange, ticket));
        }
        return null;
    }

    private synchronized @Nullable Pause write(HttpExchange exchange, String asked, String body) throws IOException {
        var fields = body.isEmpty() ? JSON.createObjectNode() : (ObjectNode) JSON.readTree(body);
        var post = exchange.getRequestMethod().equals("POST");
        var id = post ? fields.path("id").asString() : asked;
        var ticket = tickets.get(id);
        var condition = exchange.getRequestHeaders().getFirst("If-Match");
        if (post == (ticket != null) || (condition != null && ticket != null && !condition.equals(tag(ticket)))) {
            reply(exchange, ticket == null ? 404 : 412, "{}");
            return null;
        }
        if (exchange.getRequestMethod().equals("DELETE")) {
            tickets.remove(id);
        } else {
            var values = new LinkedHashMap<String, String>();
            fields.properties()
                    .forEach(
                            field -> values.put(field.getKey(), field.getValue().asString()));
            set(id, values);
        }
        var waits = pause;
        pause = null;
        if (waits == null) {
            var now = tickets.get(id);
            reply(exchange, 200, now == null ? "{}" : tagged(exchange, now));
        }
        return waits;
    }

    private static String tagged(HttpExchange exchange, ObjectNode ticket) {
        exchange.getResponseHeaders().set("ETag", tag(ticket));
        return ticket.toString();
    }

    private static String tag(ObjectNode ticket) {
        return "\"" + ticket.path("version").asInt() + "\"";
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
