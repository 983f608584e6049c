package dev.astern.bench.workload;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import tools.jackson.databind.node.ObjectNode;

/** The recorded APIs over HTTP: each one's state is a document with an ETag, and a call does what it was recorded to do. */
final class ApiServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, ObjectNode> documents = new LinkedHashMap<>();
    private List<ApiStep> steps = List.of();
    private int version;

    ApiServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/documents/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized void load(ApiSession session) {
        documents.clear();
        session.initial().forEach((api, initial) -> documents.put(api, ApiState.of(initial)));
        steps = session.steps();
    }

    private ObjectNode document(String api) {
        return Objects.requireNonNull(documents.get(api), () -> "no document " + api + ": bug");
    }

    synchronized Map<String, ObjectNode> documents() {
        var copies = new LinkedHashMap<String, ObjectNode>();
        documents.forEach((api, document) -> copies.put(api, document.deepCopy()));
        return copies;
    }

    /** A colleague writes past the gateway. */
    synchronized void edit(String api, List<String> path, String value) {
        ApiState.set(document(api), path, value);
        version++;
    }

    /** What changes only the session itself needs no leave. */
    synchronized void does(ApiStep step) {
        ApiState.apply(document(step.api()), step.effects());
        version++;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            var path = exchange.getRequestURI()
                    .getPath()
                    .substring("/documents/".length())
                    .split("/", -1);
            synchronized (this) {
                answer(exchange, path, body);
            }
        }
    }

    private void answer(HttpExchange exchange, String[] path, String body) throws IOException {
        var document = documents.get(path[0]);
        if (document == null) {
            reply(exchange, 404, "{}");
            return;
        }
        var condition = exchange.getRequestHeaders().getFirst("If-Match");
        if (condition != null && !condition.equals(tag())) {
            reply(exchange, 412, "{}");
            return;
        }
        switch (exchange.getRequestMethod()) {
            case "POST" -> {
                ApiState.apply(document, steps.get(Integer.parseInt(path[2])).effects());
                version++;
                reply(exchange, 200, "{\"done\":true}");
            }
            case "PATCH" -> {
                ApiState.merge(document, (ObjectNode) Files.parse(body));
                version++;
                reply(exchange, 200, document.toString());
            }
            default -> reply(exchange, 200, document.toString());
        }
    }

    private String tag() {
        return "\"" + version + "\"";
    }

    private void reply(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getResponseHeaders().set("ETag", tag());
        var bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
