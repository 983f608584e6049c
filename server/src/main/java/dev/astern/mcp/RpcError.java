package dev.astern.mcp;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error of the protocol itself. It holds what the client did wrong and never what went on in here.
 *
 * @param status of the HTTP answer
 * @param code of JSON-RPC
 * @param data extra facts; empty for none
 */
record RpcError(int status, int code, String message, Map<String, Object> data) {
    static final int PARSE = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;
    static final int INTERNAL = -32603;
    static final int HEADER_MISMATCH = -32020;
    static final int UNSUPPORTED_VERSION = -32022;

    static RpcError of(int status, int code, String message) {
        return new RpcError(status, code, message, Map.of());
    }

    /** @param id of the request, or null where it has none that could be read */
    Map<String, Object> toJson(@Nullable Object id) {
        var error = new LinkedHashMap<String, Object>();
        error.put("code", code);
        error.put("message", message);
        if (!data.isEmpty()) {
            error.put("data", data);
        }
        var json = new LinkedHashMap<String, Object>();
        json.put("jsonrpc", "2.0");
        if (id != null) {
            json.put("id", id);
        }
        json.put("error", error);
        return json;
    }
}
