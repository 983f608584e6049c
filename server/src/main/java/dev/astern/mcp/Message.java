package dev.astern.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message of a client, read far enough to know what to do with it.
 *
 * @param id null for a notification
 * @param method empty for a response
 */
record Message(@Nullable Object id, String method, Map<String, Object> params, String body) {
    static final String VERSION_KEY = "io.modelcontextprotocol/protocolVersion";
    static final String CAPABILITIES_KEY = "io.modelcontextprotocol/clientCapabilities";

    /** Reads a message, or throws what Jackson or this method has against it. */
    static Message read(byte[] bytes) {
        var json = Json.object(bytes);
        var id = json.get("id");
        var method = json.get("method");
        var idOk = id == null ? !json.containsKey("id") : id instanceof String || id instanceof Number;
        if (!"2.0".equals(json.get("jsonrpc")) || !idOk || (method != null && !(method instanceof String))) {
            throw new IllegalArgumentException("not a JSON-RPC 2.0 message");
        }
        return new Message(
                id, method == null ? "" : method.toString(), object(json.get("params")), new String(bytes, UTF_8));
    }

    boolean request() {
        return id != null && !method.isEmpty();
    }

    Map<String, Object> meta() {
        return object(params.get("_meta"));
    }

    @Nullable
    String text(String param) {
        return params.get(param) instanceof String text ? text : null;
    }

    static Map<String, Object> object(@Nullable Object value) {
        var object = new LinkedHashMap<String, Object>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((k, v) -> object.put(String.valueOf(k), v));
        }
        return object;
    }
}
