package dev.astern.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Section "Request Metadata" of Streamable HTTP, 2026-07-28: what lies between a client and this server may decide by
 * the headers, so they must say what the body says.
 */
final class StatelessHeaders {
    static final String VERSION = "MCP-Protocol-Version";

    private static final String ENCODED = "=?base64?";

    private StatelessHeaders() {}

    static Optional<RpcError> check(HttpServletRequest request, Message message) {
        var meta = message.meta();
        var version = meta.get(Message.VERSION_KEY);
        var header = request.getHeader(VERSION);
        if (header == null || (version != null && !header.equals(version))) {
            return mismatch(VERSION);
        }
        if (!header.equals(StatelessEndpoint.VERSION)) {
            return Optional.of(new RpcError(
                    400,
                    RpcError.UNSUPPORTED_VERSION,
                    "Unsupported protocol version",
                    Map.of("supported", List.of(StatelessEndpoint.VERSION), "requested", header)));
        }
        if (!(version instanceof String) || !(meta.get(Message.CAPABILITIES_KEY) instanceof Map)) {
            return Optional.of(RpcError.of(
                    400, RpcError.INVALID_PARAMS, "_meta lacks the protocol version or the client's capabilities"));
        }
        if (!message.method().equals(request.getHeader("Mcp-Method"))) {
            return mismatch("Mcp-Method");
        }
        return nameMatches(request, message) ? Optional.empty() : mismatch("Mcp-Name");
    }

    private static boolean nameMatches(HttpServletRequest request, Message message) {
        if (!message.method().equals("tools/call")) {
            return true;
        }
        var name = decoded(request.getHeader("Mcp-Name"));
        return name != null && name.equals(message.params().get("name"));
    }

    private static @Nullable String decoded(@Nullable String header) {
        if (header == null || !header.startsWith(ENCODED) || !header.endsWith("?=")) {
            return header;
        }
        try {
            var bytes = Base64.getDecoder().decode(header.substring(ENCODED.length(), header.length() - 2));
            return new String(bytes, UTF_8);
        } catch (RuntimeException _) {
            return null;
        }
    }

    private static Optional<RpcError> mismatch(String header) {
        return Optional.of(RpcError.of(
                400, RpcError.HEADER_MISMATCH, "Header mismatch: " + header + " is missing or differs from the body"));
    }
}
