package dev.astern.mcp;

import dev.astern.gateway.Cancellation;
import io.modelcontextprotocol.spec.McpSchema;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Revisions up to 2025-11-25, spoken by the official SDK. Each caller has an SDK server of its own, so that no session
 * of the protocol can ever be reached with another caller's token. What the SDK would answer with its insides is
 * answered here.
 */
final class SdkEndpoint implements AutoCloseable {
    private static final Set<String> METHODS = Set.of(
            McpSchema.METHOD_INITIALIZE,
            McpSchema.METHOD_PING,
            McpSchema.METHOD_TOOLS_LIST,
            McpSchema.METHOD_TOOLS_CALL,
            McpSchema.METHOD_LOGGING_SET_LEVEL);
    private static final String CANCELLED = "notifications/cancelled";

    private final String version;
    private final Clock clock;
    private final Map<String, SdkServer> servers = new ConcurrentHashMap<>();
    private final Map<Running, Cancellation> running = new ConcurrentHashMap<>();

    /** A call in progress; ids are only unique in their client's session. */
    private record Running(String caller, String session, Object id) {}

    SdkEndpoint(String version, Clock clock) {
        this.version = version;
        this.clock = clock;
    }

    void serve(Caller caller, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        server(caller).service(request, response);
    }

    void serve(Caller caller, Message message, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (message.request() && !METHODS.contains(message.method())) {
            Exchange.refuse(response, message.id(), RpcError.of(200, RpcError.METHOD_NOT_FOUND, "Method not found"));
        } else if (message.method().equals(McpSchema.METHOD_TOOLS_CALL) && message.request()) {
            call(caller, message, request, response);
        } else {
            if (message.method().equals(CANCELLED)) {
                cancel(caller, message, request);
            }
            server(caller).service(new Replayed(request, message.body()), response);
        }
    }

    private void call(Caller caller, Message message, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        var name = message.text("name");
        var arguments = message.params().get("arguments");
        if (name == null || caller.tools().find(name).isEmpty() || (arguments != null && !(arguments instanceof Map))) {
            var what = "Unknown tool, or arguments that are not an object";
            Exchange.refuse(response, message.id(), RpcError.of(200, RpcError.INVALID_PARAMS, what));
            return;
        }
        var key = running(caller, request, String.valueOf(message.id()));
        var cancellation = new Cancellation();
        running.put(key, cancellation);
        try {
            request.setAttribute(SdkServer.CANCELLATION, cancellation);
            server(caller).service(new Replayed(request, message.body()), response);
        } finally {
            running.remove(key, cancellation);
        }
    }

    private void cancel(Caller caller, Message message, HttpServletRequest request) {
        var id = String.valueOf(message.params().get("requestId"));
        var cancellation = running.get(running(caller, request, id));
        if (cancellation != null) {
            cancellation.cancel();
        }
    }

    private static Running running(Caller caller, HttpServletRequest request, String id) {
        var session = request.getHeader("Mcp-Session-Id");
        return new Running(caller.id(), session == null ? "" : session, id);
    }

    private SdkServer server(Caller caller) {
        return servers.computeIfAbsent(caller.id(), _ -> {
            dropEnded();
            return new SdkServer(caller, version);
        });
    }

    private void dropEnded() {
        var now = clock.instant();
        for (var entry : Map.copyOf(servers).entrySet()) {
            if (!now.isBefore(entry.getValue().expiresAt())) {
                // Another thread takes it out: the map can't be changed while it computes.
                Thread.ofVirtual().start(() -> {
                    if (servers.remove(entry.getKey(), entry.getValue())) {
                        entry.getValue().close();
                    }
                });
            }
        }
    }

    @Override
    public void close() {
        servers.values().forEach(SdkServer::close);
    }
}
