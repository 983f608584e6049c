package dev.astern.mcp;

import dev.astern.gateway.Cancellation;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** The SDK's server for one caller, with that caller's tools. */
final class SdkServer implements AutoCloseable {
    /** Request attribute that carries the call's {@link Cancellation} through the SDK. */
    static final String CANCELLATION = "dev.astern.mcp.cancellation";

    private final Instant expiresAt;
    private final HttpServletStreamableServerTransportProvider transport;
    private final McpSyncServer server;

    SdkServer(Caller caller, String version) {
        expiresAt = caller.expiresAt();
        transport = HttpServletStreamableServerTransportProvider.builder()
                .jsonMapper(McpJsonDefaults.getMapper())
                .mcpEndpoint(McpServlet.PATH)
                .contextExtractor(SdkServer::context)
                .build();
        server = McpServer.sync(transport)
                .serverInfo("astern", version)
                .capabilities(McpSchema.ServerCapabilities.builder()
                        .tools(false)
                        .logging()
                        .build())
                // The thread of the request does the work; it has nothing else to do.
                .immediateExecution(true)
                // One check for both eras, in the tools themselves.
                .validateToolInputs(false)
                .tools(caller.tools().tools().stream()
                        .map(spec -> tool(caller.tools(), spec))
                        .toList())
                .build();
    }

    Instant expiresAt() {
        return expiresAt;
    }

    void service(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        transport.service(request, response);
    }

    @Override
    public void close() {
        server.close();
    }

    private static McpTransportContext context(HttpServletRequest request) {
        return request.getAttribute(CANCELLATION) instanceof Cancellation cancellation
                ? McpTransportContext.create(Map.of(CANCELLATION, cancellation))
                : McpTransportContext.EMPTY;
    }

    private static SyncToolSpecification tool(Toolbox tools, ToolSpec spec) {
        var json = McpJsonDefaults.getMapper();
        var tool = json.convertValue(spec.toJson(), McpSchema.Tool.class);
        return new SyncToolSpecification(tool, (exchange, request) -> {
            var arguments = Message.object(request.arguments());
            var reply = reply(tools, spec, arguments, cancellation(exchange));
            return json.convertValue(reply.toJson(), McpSchema.CallToolResult.class);
        });
    }

    private static ToolReply reply(
            Toolbox tools, ToolSpec spec, Map<String, Object> arguments, Cancellation cancellation) {
        try {
            return tools.call(spec, arguments, cancellation);
        } catch (RuntimeException e) {
            System.getLogger("dev.astern.mcp").log(System.Logger.Level.ERROR, "a tool call failed", e);
            return ToolReply.text("internal: this is a bug; please report it.", Map.of(), true);
        }
    }

    private static Cancellation cancellation(McpSyncServerExchange exchange) {
        return exchange.transportContext().get(CANCELLATION) instanceof Cancellation cancellation
                ? cancellation
                : new Cancellation();
    }
}
