package dev.astern.connector.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.astern.connector.testkit.Laboratory.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An API of config maps and secrets over real sockets, with all that goes wrong. */
final class FakeCluster implements AutoCloseable {
    static final String TOKEN = "canary-7be21d09";
    private final HttpServer server;
    private final FakeObjects objects = new FakeObjects();
    private final List<String> log = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Fault next;
    private @Nullable Runnable before;

    FakeCluster() {
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

    static String path(String plural, String name) {
        return "/api/v1/namespaces/default/" + plural + "/" + name;
    }

    synchronized void next(Fault fault) {
        next = fault;
    }

    /** Runs once, right before the next write is looked at. */
    synchronized void before(Runnable run) {
        before = run;
    }

    synchronized @Nullable ObjectNode get(String plural, String name) {
        var found = objects.get(path(plural, name));
        return found == null ? null : found.deepCopy();
    }

    /** A person's work. */
    synchronized void set(String plural, String name, ObjectNode manifest) {
        var path = path(plural, name);
        var object = objects.get(path) == null ? manifest.deepCopy() : objects.merge(path, manifest);
        objects.stored(path, "person", object, false);
    }

    synchronized void touch(String plural, String name) {
        objects.touch(path(plural, name));
    }

    synchronized void remove(String plural, String name) {
        objects.remove(path(plural, name));
    }

    synchronized List<String> log() {
        return List.copyOf(log);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (hangs(exchange)) {
                return;
            }
            synchronized (this) {
                log.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
                if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                    reply(exchange, 401, status("Unauthorized", "who are you"));
                } else if (exchange.getRequestMethod().equals("GET")) {
                    get(exchange, exchange.getRequestURI().getPath());
                } else {
                    write(exchange, body);
                }
            }
        }
    }

    private static String status(String reason, String message) {
        return Json.MAPPER
                .createObjectNode()
                .put("kind", "Status")
                .put("reason", reason)
                .put("message", message)
                .toString();
    }

    private void get(HttpExchange exchange, String path) throws IOException {
        var known = switch (path) {
            case "/api" -> "{\"versions\":[\"v1\"]}";
            case "/apis" ->
                "{\"groups\":[{\"name\":\"example.com\",\"versions\":[{\"version\":\"v1beta1\"},{\"version\":\"v1\"}],"
                        + "\"preferredVersion\":{\"version\":\"v1\"}}]}";
            case "/apis/example.com/v1" ->
                "{\"resources\":[{\"name\":\"widgets\",\"kind\":\"Widget\",\"namespaced\":true},"
                        + "{\"name\":\"widgets/status\",\"kind\":\"Widget\",\"namespaced\":true}]}";
            case "/api/v1" ->
                "{\"resources\":[{\"name\":\"configmaps\",\"kind\":\"ConfigMap\",\"namespaced\":true},"
                        + "{\"name\":\"secrets\",\"kind\":\"Secret\",\"namespaced\":true}]}";
            default -> null;
        };
        var object = objects.get(path);
        if (known != null || object != null) {
            reply(exchange, 200, known != null ? known : String.valueOf(object));
        } else {
            reply(exchange, 404, status("NotFound", "no " + path));
        }
    }

    private static boolean dry(HttpExchange exchange) {
        return String.valueOf(exchange.getRequestURI().getQuery()).contains("dryRun=All");
    }

    private void write(HttpExchange exchange, String body) throws IOException {
        var fault = dry(exchange) ? null : next;
        if (!dry(exchange)) {
            next = null;
        }
        if (before != null && !dry(exchange)) {
            before.run();
            before = null;
        }
        if (fault == Fault.REFUSE) {
            reply(exchange, 422, status("Invalid", "not like this"));
        } else if (fault == Fault.FAIL) {
            reply(exchange, 500, status("InternalError", "went wrong"));
        } else if (fault == Fault.LIE) {
            reply(exchange, 200, "{}");
        } else {
            try {
                written(exchange, body, fault);
            } catch (FakeObjects.Conflict e) {
                reply(exchange, 409, e.status());
            }
        }
    }

    /** Nothing is answered until the server is closed. */
    private boolean hangs(HttpExchange exchange) {
        synchronized (this) {
            if (next != Fault.HANG || exchange.getRequestMethod().equals("GET") || dry(exchange)) {
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
        var given = Json.object(body).orElseThrow();
        var method = exchange.getRequestMethod();
        var path = exchange.getRequestURI().getPath()
                + (method.equals("POST")
                        ? "/" + given.path("metadata").path("name").asString("")
                        : "");
        boolean there = objects.get(path) != null;
        var bound = given.path(method.equals("DELETE") ? "preconditions" : "metadata")
                .path("resourceVersion")
                .asString("");
        if (!bound.isEmpty() && !bound.equals(objects.version(path))) {
            reply(exchange, 409, status("Conflict", "the object has been modified"));
        } else if (method.equals("POST") && there) {
            reply(exchange, 409, status("AlreadyExists", "it is there"));
        } else {
            var type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
            boolean apply = type.startsWith("application/apply-patch");
            if (!there && !apply && !method.equals("POST")) {
                reply(exchange, 404, status("NotFound", "no " + path));
                return;
            }
            done(exchange, path, given, apply, there, fault);
        }
    }

    private void done(
            HttpExchange exchange, String path, ObjectNode given, boolean apply, boolean there, @Nullable Fault fault)
            throws IOException {
        var manager = exchange.getRequestURI().getQuery().replaceAll(".*fieldManager=([^&]*).*", "$1");
        var result = switch (exchange.getRequestMethod()) {
            case "PATCH" -> apply ? objects.apply(path, manager, given) : objects.merge(path, given);
            case "PUT", "POST" -> given;
            default -> null;
        };
        if (result == null && !dry(exchange)) {
            objects.remove(path);
        } else if (result != null && !dry(exchange)) {
            objects.stored(path, manager, result, apply);
        }
        if (fault == Fault.LOSE_ANSWER) {
            return;
        }
        if (fault == Fault.FAIL_AFTER) {
            reply(exchange, 500, status("InternalError", "went wrong"));
            return;
        }
        reply(exchange, there ? 200 : 201, result == null ? status("", "deleted") : result.toString());
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
