package dev.astern.systems;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A vault, and systems of several kinds that say whatever secret they are shown back: in data, in errors, in headers, in
 * places to go to, and where no answer is expected at all.
 */
final class Parrot implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern BASIC = Pattern.compile("(?:Basic|PLAIN) ([A-Za-z0-9+/=]+)");
    private static final int BER_LONG = 0x82;

    private final Map<String, String> vault = new ConcurrentHashMap<>();
    private final Map<String, String> titles = new ConcurrentSkipListMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final HttpServer http;
    private final ServerSocket smtp;
    private final ServerSocket ldap;

    Parrot() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", this::answer);
        http.start();
        smtp = listen(this::mail);
        ldap = listen(this::directory);
    }

    private interface Talk {
        void with(Socket client) throws IOException;
    }

    private ServerSocket listen(Talk talk) throws IOException {
        var door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!door.isClosed()) {
                try {
                    var client = door.accept();
                    Thread.ofVirtual().start(() -> talk(talk, client));
                } catch (IOException e) {
                    return;
                }
            }
        });
        return door;
    }

    private static void talk(Talk talk, Socket client) {
        try (client) {
            talk.with(client);
        } catch (IOException e) {
            // The other side hung up.
        }
    }

    String at() {
        return "127.0.0.1:" + http.getAddress().getPort();
    }

    String smtp() {
        return "smtp://127.0.0.1:" + smtp.getLocalPort();
    }

    String ldap() {
        return "ldap://127.0.0.1:" + ldap.getLocalPort();
    }

    void keep(String path, String value) {
        vault.put("/v1/" + path, value);
    }

    /** All that was shown, and what it means. */
    private static String seen(HttpExchange exchange) {
        var all = new StringBuilder();
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Host")) {
                values.forEach(value -> all.append(meant(value)).append(' '));
            }
        });
        return all.toString();
    }

    private static String meant(String value) {
        var basic = BASIC.matcher(value);
        return basic.find() ? value + " " + new String(Base64.getDecoder().decode(basic.group(1)), UTF_8) : value;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var path = exchange.getRequestURI().getPath();
            var seen = seen(exchange);
            exchange.getResponseHeaders().set("X-Seen", seen.strip());
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(401, -1);
            } else if (path.startsWith("/v1/")) {
                secret(exchange, path, seen);
            } else if (path.startsWith("/tickets")) {
                ticket(exchange, path.substring(path.lastIndexOf('/') + 1), body, seen);
            } else if (path.startsWith("/mcp")) {
                rpc(exchange, JSON.readTree(body), seen);
            } else {
                // A cluster, a store of objects, a repository.
                exchange.getResponseHeaders()
                        .set("Content-Type", path.contains("git") ? "text/plain" : "application/json");
                reply(exchange, path.contains("git") ? 403 : 401, JSON.writeValueAsString(Map.of("message", seen)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void secret(HttpExchange exchange, String path, String seen) throws IOException {
        var value = vault.get(path);
        var found = Map.of("data", Map.of("data", Map.of("key", value == null ? "" : value)));
        reply(exchange, value == null ? 403 : 200, value == null ? seen : JSON.writeValueAsString(found));
    }

    private void ticket(HttpExchange exchange, String id, byte[] body, String seen)
            throws IOException, InterruptedException {
        switch (id) {
            case "bad" -> reply(exchange, 500, JSON.writeValueAsString(Map.of("error", seen)));
            case "no" -> reply(exchange, 403, "you said " + seen);
            case "garbage" -> reply(exchange, 200, "{\"title\": " + seen);
            case "away" -> {
                exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/?token=" + seen.strip());
                reply(exchange, 302, seen);
            }
            case "hang" -> closed.await();
            default -> {
                if (exchange.getRequestMethod().equals("PATCH")) {
                    titles.put(id, JSON.readTree(body).path("title").asString());
                }
                var ticket = Map.of("id", id, "title", titles.getOrDefault(id, "old"), "note", seen);
                reply(exchange, 200, JSON.writeValueAsString(ticket));
            }
        }
    }

    private void rpc(HttpExchange exchange, JsonNode request, String seen) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        reply(exchange, 200, rpc(request, seen));
    }

    private static String rpc(JsonNode request, String seen) {
        var name = request.path("params").path("name").asString("");
        Map<String, ?> result = switch (request.path("method").asString()) {
            case "server/discover" ->
                Map.of("supportedVersions", List.of("2026-07-28"), "serverInfo", Map.of("name", seen, "version", "1"));
            case "tools/list" ->
                Map.of("resultType", "complete", "tools", List.of(tool("look", seen), tool("fail", seen)));
            default -> name.equals("fail") ? Map.of() : Shelf.said("you are " + seen, false);
        };
        return result.isEmpty()
                ? JSON.writeValueAsString(Map.of(
                        "jsonrpc", "2.0", "id", request.path("id"), "error", Map.of("code", -32_000, "message", seen)))
                : JSON.writeValueAsString(Map.of("jsonrpc", "2.0", "id", request.path("id"), "result", result));
    }

    private static Map<String, Object> tool(String name, String description) {
        var schema = Map.of("type", "object", "properties", Map.of("what", Map.of("type", "string")));
        return Map.of("name", name, "description", description, "inputSchema", schema);
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void mail(Socket client) throws IOException {
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
        say(client, "220 here");
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("EHLO")) {
                say(client, "250-here");
                say(client, "250 AUTH PLAIN");
            } else if (line.startsWith("AUTH")) {
                say(client, "535 no: " + line + " that is " + meant(line).replaceAll("[\\x00-\\x1f]", " "));
            } else {
                say(client, "500 " + line);
            }
        }
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(UTF_8));
        client.getOutputStream().flush();
    }

    /** Refuses every bind with all that was in it. */
    private void directory(Socket client) throws IOException {
        var buffer = new byte[4_096];
        int read = client.getInputStream().read(buffer);
        if (read <= 0) {
            return;
        }
        var said = new String(buffer, 0, read, ISO_8859_1).replaceAll("[\\x00-\\x1f\\x7f-\\xff]", " ");
        var words = said.getBytes(UTF_8);
        var out = client.getOutputStream();
        int bind = 3 + 2 + 4 + words.length;
        out.write(new byte[] {0x30, (byte) BER_LONG, (byte) ((bind + 7) >> 8), (byte) (bind + 7), 2, 1, buffer[4]});
        out.write(new byte[] {0x61, (byte) BER_LONG, (byte) (bind >> 8), (byte) bind, 0x0a, 1, 49, 4, 0});
        out.write(new byte[] {4, (byte) BER_LONG, (byte) (words.length >> 8), (byte) words.length});
        out.write(words);
        out.flush();
        drain(client.getInputStream());
    }

    private static void drain(InputStream in) throws IOException {
        while (in.read() >= 0) {
            // Until the other side hangs up.
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        http.stop(0);
        smtp.close();
        ldap.close();
    }
}
