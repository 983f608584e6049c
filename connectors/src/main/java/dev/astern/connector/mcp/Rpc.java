package dev.astern.connector.mcp;

import dev.astern.library.model.Json;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON-RPC 2.0, as far as MCP has it. */
final class Rpc {
    static final long METHOD_NOT_FOUND = -32_601;
    private static final int MESSAGE = 500;

    private Rpc() {}

    /** A message from a server. */
    sealed interface Said {
        record Answer(long id, Reply reply) implements Said {}

        record Asks(Object id, String method) implements Said {}

        record Notice(String method) implements Said {}

        record Nonsense() implements Said {}
    }

    static String request(long id, String method, Map<String, @Nullable Object> params) {
        var message = new LinkedHashMap<String, Object>();
        message.put("jsonrpc", "2.0");
        message.put("id", id);
        message.put("method", method);
        message.put("params", params);
        return Json.write(message);
    }

    static String notice(String method) {
        return Json.write(Map.of("jsonrpc", "2.0", "method", method));
    }

    /** To whatever a server asks: it gets a sign of life, and nothing else. */
    static String answer(Said.Asks asks) {
        var message = new LinkedHashMap<String, Object>();
        message.put("jsonrpc", "2.0");
        message.put("id", asks.id());
        if (asks.method().equals("ping")) {
            message.put("result", Map.of());
        } else {
            message.put("error", Map.of("code", METHOD_NOT_FOUND, "message", "not offered"));
        }
        return Json.write(message);
    }

    static Said read(byte[] bytes) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString();
            return Json.read(text).flatMap(Rpc::object).map(Rpc::said).orElseGet(Said.Nonsense::new);
        } catch (CharacterCodingException e) {
            return new Said.Nonsense();
        }
    }

    private static Said said(Map<String, @Nullable Object> message) {
        var id = message.get("id");
        var method = message.get("method");
        if (!"2.0".equals(message.get("jsonrpc"))) {
            return new Said.Nonsense();
        }
        if (method instanceof String name) {
            return id instanceof String || id instanceof Number ? new Said.Asks(id, name) : new Said.Notice(name);
        }
        if (!(id instanceof Integer || id instanceof Long)) {
            return new Said.Nonsense();
        }
        return new Said.Answer(((Number) id).longValue(), reply(message));
    }

    private static Reply reply(Map<String, @Nullable Object> message) {
        var result = object(message.get("result"));
        if (result.isPresent() && message.get("error") == null) {
            return new Reply.Result(result.get());
        }
        return object(message.get("error"))
                .<Reply>map(error -> new Reply.Failed(
                        error.get("code") instanceof Number code ? code.longValue() : 0,
                        Shown.line(String.valueOf(error.get("message")), MESSAGE)))
                .orElseGet(() -> new Reply.Lost("it answered with neither a result nor an error"));
    }

    static Optional<Map<String, @Nullable Object>> object(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> members)) {
            return Optional.empty();
        }
        var object = new LinkedHashMap<String, @Nullable Object>();
        members.forEach((name, member) -> object.put(String.valueOf(name), member));
        return Optional.of(Collections.unmodifiableMap(object));
    }
}
