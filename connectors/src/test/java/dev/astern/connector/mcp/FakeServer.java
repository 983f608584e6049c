package dev.astern.connector.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.testkit.Laboratory.Fault;
import dev.astern.library.model.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server of cards over pipes, with everything that such a server gets wrong, or does wrong on purpose. */
final class FakeServer implements Launcher {
    static final String NAME = "cards";
    private static final int PIPE = 1 << 16;
    final Map<String, Map<String, String>> cards = new ConcurrentSkipListMap<>();
    final List<Map<String, Object>> received = new CopyOnWriteArrayList<>();
    final AtomicInteger starts = new AtomicInteger();
    volatile List<Map<String, Object>> tools = tools();
    volatile @Nullable Fault next;
    volatile Quirk quirk = (request, say) -> false;
    volatile String stderr = "";

    /** Something else than usual. */
    interface Quirk {
        /** @return whether that was all */
        boolean instead(Map<String, Object> request, Saying say) throws IOException;
    }

    /** Says something, however it looks, or ends. */
    interface Saying {
        void raw(String text) throws IOException;

        default void json(Object message) throws IOException {
            raw(Json.write(message) + "\n");
        }

        default void result(Map<String, Object> request, Map<String, Object> result) throws IOException {
            json(Map.of("jsonrpc", "2.0", "id", request.getOrDefault("id", 0), "result", result));
        }

        void die() throws IOException;
    }

    static Map<String, Object> tool(String name, String... arguments) {
        var properties = new LinkedHashMap<String, Object>();
        for (var argument : arguments) {
            properties.put(argument, Map.of("type", "string"));
        }
        var schema = Map.<String, Object>of("type", "object", "properties", properties, "required", List.of(arguments));
        return Map.of("name", name, "description", "Does " + name, "inputSchema", schema);
    }

    private static List<Map<String, Object>> tools() {
        return List.of(
                tool("get_card", "id"),
                tool("create_card", "id", "title", "note"),
                tool("write_card", "id", "title", "note"),
                tool("set_title", "id", "title"),
                tool("set_note", "id", "note"),
                tool("delete_card", "id"),
                tool("move_card", "id", "to"),
                tool("launch"));
    }

    Map<String, Definition> definitions() {
        var definitions = new LinkedHashMap<String, Definition>();
        tools.forEach(tool -> {
            var definition = Definition.of(tool).orElseThrow();
            definitions.put(definition.name(), definition);
        });
        return definitions;
    }

    String digest(String tool) {
        return java.util.Objects.requireNonNull(definitions().get(tool)).digest();
    }

    @Override
    public Running start() throws IOException {
        starts.incrementAndGet();
        var toIt = new PipedOutputStream();
        var in = new PipedInputStream(toIt, PIPE);
        var out = new PipedOutputStream();
        var fromIt = new PipedInputStream(out, PIPE);
        var peer = new Peer(out, toIt, in);
        var thread = Thread.ofPlatform().daemon().name("fake-server").start(() -> peer.serve(in));
        return new Running() {
            @Override
            public OutputStream toIt() {
                return toIt;
            }

            @Override
            public InputStream fromIt() {
                return fromIt;
            }

            @Override
            public InputStream errors() {
                return new java.io.ByteArrayInputStream(stderr.getBytes(UTF_8));
            }

            @Override
            public void kill() {
                thread.interrupt();
                peer.die();
            }
        };
    }

    private final class Peer implements Saying {
        private final OutputStream out;
        private final OutputStream toIt;
        private final InputStream in;

        Peer(OutputStream out, OutputStream toIt, InputStream in) {
            this.out = out;
            this.toIt = toIt;
            this.in = in;
        }

        void serve(InputStream lines) {
            try (var reader = new BufferedReader(new InputStreamReader(lines, UTF_8))) {
                for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                    var request = object(Json.read(line).orElseThrow());
                    received.add(request);
                    if (!quirk.instead(request, this)) {
                        usual(request);
                    }
                }
            } catch (IOException e) {
                // It was ended.
            } finally {
                die();
            }
        }

        private void usual(Map<String, Object> request) throws IOException {
            switch (String.valueOf(request.get("method"))) {
                case "initialize" ->
                    result(
                            request,
                            Map.of(
                                    "protocolVersion",
                                    "2025-11-25",
                                    "capabilities",
                                    Map.of("tools", Map.of()),
                                    "serverInfo",
                                    Map.of("name", "fake", "version", "1")));
                case "tools/list" -> result(request, Map.of("tools", tools));
                case "tools/call" -> call(request);
                default -> {
                    // Notifications, and answers to what it asked.
                }
            }
        }

        private void call(Map<String, Object> request) throws IOException {
            var params = object(request.getOrDefault("params", Map.of()));
            var tool = String.valueOf(params.get("name"));
            var arguments = object(params.getOrDefault("arguments", Map.of()));
            var fault = tool.equals("get_card") ? null : next;
            if (fault != null) {
                next = null;
            }
            if (fault == Fault.HANG) {
                return;
            }
            if (fault == Fault.REFUSE) {
                json(Map.of(
                        "jsonrpc", "2.0",
                        "id", request.getOrDefault("id", 0),
                        "error", Map.of("code", -32_602, "message", "not like this")));
                return;
            }
            var nothing = fault == Fault.FAIL || fault == Fault.LIE;
            var text = nothing ? "done" : act(tool, arguments);
            if (fault == Fault.LOSE_ANSWER) {
                die();
                return;
            }
            answer(request, text, fault == Fault.FAIL || fault == Fault.FAIL_AFTER);
        }

        private void answer(Map<String, Object> request, String text, boolean fails) throws IOException {
            var result = new LinkedHashMap<String, Object>();
            result.put("content", List.of(Map.of("type", "text", "text", fails ? "it failed" : text)));
            boolean error = fails || text.startsWith("no ");
            result.put("isError", error);
            if (!error && Json.read(text).orElse("") instanceof Map<?, ?> card) {
                result.put("structuredContent", card);
            }
            result(request, result);
        }

        @Override
        public void raw(String text) throws IOException {
            out.write(text.getBytes(UTF_8));
            out.flush();
        }

        @Override
        public void die() {
            try {
                out.close();
                toIt.close();
                in.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static Map<String, Object> object(Object value) {
        var object = new LinkedHashMap<String, Object>();
        if (value instanceof Map<?, ?> members) {
            members.forEach((name, member) -> {
                if (member != null) {
                    object.put(String.valueOf(name), member);
                }
            });
        }
        return object;
    }

    private synchronized String act(String tool, Map<String, Object> arguments) {
        var id = String.valueOf(arguments.get("id"));
        var card = cards.get(id);
        return switch (tool) {
            case "get_card" -> card == null ? "no card " + id : Json.write(card);
            case "create_card" -> card == null ? put(id, arguments) : "no room for " + id;
            case "write_card" -> put(id, arguments);
            case "set_title", "set_note" -> card == null ? "no card " + id : put(id, with(card, arguments));
            case "delete_card" -> cards.remove(id) == null ? "no card " + id : "deleted";
            case "move_card" -> move(id, String.valueOf(arguments.get("to")));
            default -> "done";
        };
    }

    private String move(String id, String to) {
        var card = cards.get(id);
        if (card == null || cards.containsKey(to)) {
            return "no way from " + id + " to " + to;
        }
        cards.remove(id);
        cards.put(to, card);
        return "moved";
    }

    private static Map<String, Object> with(Map<String, String> card, Map<String, Object> arguments) {
        var all = new LinkedHashMap<String, Object>(card);
        all.putAll(arguments);
        return all;
    }

    private String put(String id, Map<String, Object> fields) {
        cards.put(
                id,
                new java.util.TreeMap<>(Map.of(
                        "title", String.valueOf(fields.get("title")), "note", String.valueOf(fields.get("note")))));
        return "written";
    }

    /** The names of the tools that were called. */
    List<String> called() {
        var names = new ArrayList<String>();
        received.stream()
                .filter(request -> "tools/call".equals(request.get("method")))
                .forEach(request -> names.add(String.valueOf(
                        object(request.getOrDefault("params", Map.of())).get("name"))));
        return names;
    }
}
