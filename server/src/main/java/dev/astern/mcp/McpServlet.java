package dev.astern.mcp;

import dev.astern.connector.ProblemException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/**
 * The door at {@value #PATH}: checks where a request comes from and who sends it, then hands it to the endpoint of the
 * revision that it speaks.
 */
public final class McpServlet extends HttpServlet {
    public static final String PATH = "/mcp";

    private static final long serialVersionUID = 1L;
    private static final int MAX_BYTES = 4 << 20;
    private static final Set<String> METHODS = Set.of("GET", "POST", "DELETE");

    private final transient Guard guard;
    private final transient Callers callers;
    private final transient StatelessEndpoint stateless;
    private final transient SdkEndpoint sdk;

    McpServlet(Guard guard, Callers callers, Clock clock, String version) {
        this.guard = guard;
        this.callers = callers;
        this.stateless = new StatelessEndpoint(version);
        this.sdk = new SdkEndpoint(version, clock);
    }

    /**
     * The door to a gateway.
     *
     * @param version of this server, told to clients
     */
    public static McpServlet of(McpGateway gateway, Guard guard, Clock clock, String version) {
        return new McpServlet(guard, Callers.of(gateway), clock, version);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (!guard.admits(request)) {
            Exchange.refuse(response, null, RpcError.of(403, RpcError.INVALID_REQUEST, "Host or Origin not allowed"));
            return;
        }
        if (!METHODS.contains(request.getMethod())) {
            response.setHeader("Allow", "GET, POST, DELETE");
            response.sendError(405);
            return;
        }
        var caller = caller(request, response);
        if (caller.isPresent()) {
            serve(caller.get(), request, response);
        }
    }

    private void serve(Caller caller, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (!"POST".equals(request.getMethod())) {
            sdk.serve(caller, request, response);
            return;
        }
        var bytes = request.getInputStream().readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            response.setHeader("Connection", "close");
            Exchange.refuse(response, null, RpcError.of(413, RpcError.INVALID_REQUEST, "too_large: more than 4 MiB"));
            return;
        }
        Message message;
        try {
            message = Message.read(bytes);
        } catch (RuntimeException _) {
            Exchange.refuse(response, null, RpcError.of(400, RpcError.PARSE, "the body is not one JSON-RPC message"));
            return;
        }
        if (StatelessEndpoint.speaks(request, message)) {
            stateless.serve(caller, message, request, response);
        } else {
            sdk.serve(caller, message, request, response);
        }
    }

    private Optional<Caller> caller(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var header = request.getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            unauthorized(response, "Bearer realm=\"astern\"", "not_authenticated: a session's token is needed");
            return Optional.empty();
        }
        try {
            return Optional.of(callers.authenticate(header.substring(7).strip()));
        } catch (ProblemException e) {
            switch (e.problem().reason()) {
                case NOT_AUTHENTICATED, SESSION_EXPIRED, SESSION_REVOKED ->
                    unauthorized(
                            response,
                            "Bearer realm=\"astern\", error=\"invalid_token\"",
                            e.problem().reason().code() + ": "
                                    + e.problem().reason().next());
                default ->
                    Exchange.refuse(
                            response,
                            null,
                            RpcError.of(
                                    503,
                                    RpcError.INTERNAL,
                                    e.problem().reason().code() + ": "
                                            + e.problem().reason().next()));
            }
            return Optional.empty();
        }
    }

    private static void unauthorized(HttpServletResponse response, String challenge, String message)
            throws IOException {
        response.setHeader("WWW-Authenticate", challenge);
        Exchange.refuse(response, null, RpcError.of(401, RpcError.INVALID_REQUEST, message));
    }

    @Override
    public void destroy() {
        sdk.close();
    }
}
