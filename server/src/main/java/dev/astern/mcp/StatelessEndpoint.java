package dev.astern.mcp;

import dev.astern.gateway.Cancellation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/** Revision 2026-07-28: every request stands for itself, and its headers say what its body says. */
final class StatelessEndpoint {
    static final String VERSION = "2026-07-28";

    private static final Set<String> LEGACY = Set.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25");
    private static final String INSTRUCTIONS =
            "Every tool acts on a live system. What you change is recorded and can be undone by an operator. Give a"
                    + " reason, and an idempotency_key with each write, so that a repeat does nothing twice.";

    private final Map<String, Object> serverInfo;

    StatelessEndpoint(String version) {
        serverInfo = Map.of("name", "astern", "title", "Astern", "version", version);
    }

    /**
     * A request is of this era when it carries its own metadata, or a version that no earlier revision has. An {@code
     * initialize} opens a session of an earlier revision whatever its header says, unless it carries that metadata.
     */
    static boolean speaks(HttpServletRequest request, Message message) {
        if (message.meta().containsKey(Message.VERSION_KEY) || message.method().equals("server/discover")) {
            return true;
        }
        var header = request.getHeader(StatelessHeaders.VERSION);
        return !message.method().equals("initialize") && header != null && !LEGACY.contains(header);
    }

    void serve(Caller caller, Message message, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!message.request()) {
            // This revision has no notification from client to server over HTTP; hanging up is what cancels.
            response.setStatus(202);
            return;
        }
        var wrong = StatelessHeaders.check(request, message);
        if (wrong.isPresent()) {
            Exchange.refuse(response, message.id(), wrong.get());
            return;
        }
        switch (message.method()) {
            case "server/discover" -> answer(message, response, discover());
            case "tools/list" -> answer(message, response, list(caller));
            case "tools/call" -> call(caller, message, response);
            default ->
                Exchange.refuse(
                        response, message.id(), RpcError.of(404, RpcError.METHOD_NOT_FOUND, "Method not found"));
        }
    }

    private void call(Caller caller, Message message, HttpServletResponse response) throws IOException {
        var name = message.text("name");
        var tool = name == null ? null : caller.tools().find(name).orElse(null);
        var arguments = message.params().get("arguments");
        if (tool == null || (arguments != null && !(arguments instanceof Map))) {
            var what = tool == null ? "Unknown tool" : "arguments is not an object";
            Exchange.refuse(response, message.id(), RpcError.of(400, RpcError.INVALID_PARAMS, what));
            return;
        }
        var cancellation = new Cancellation();
        Callable<Object> work = () -> result(
                message,
                caller.tools()
                        .call(tool, Message.object(arguments), cancellation)
                        .toJson());
        PatientAnswer.write(response, message.id(), work, cancellation);
    }

    private static Map<String, Object> list(Caller caller) {
        return cached(Map.of(
                "tools", caller.tools().tools().stream().map(ToolSpec::toJson).toList()));
    }

    private static Map<String, Object> discover() {
        return cached(Map.of(
                "supportedVersions", List.of(VERSION),
                "capabilities", Map.of("tools", Map.of()),
                "instructions", INSTRUCTIONS));
    }

    /** What a session may use stays as it is while the session lasts, and is nobody else's business. */
    private static Map<String, Object> cached(Map<String, Object> result) {
        var json = new LinkedHashMap<>(result);
        json.put("ttlMs", 60_000);
        json.put("cacheScope", "private");
        return json;
    }

    private void answer(Message message, HttpServletResponse response, Map<String, Object> result) throws IOException {
        Exchange.answer(response, 200, result(message, result));
    }

    private Map<String, Object> result(Message message, Map<String, Object> result) {
        var json = new LinkedHashMap<String, Object>(result);
        json.put("resultType", "complete");
        json.put("_meta", Map.of("io.modelcontextprotocol/serverInfo", serverInfo));
        var envelope = new LinkedHashMap<String, Object>();
        envelope.put("jsonrpc", "2.0");
        envelope.put("id", message.id());
        envelope.put("result", json);
        return envelope;
    }
}
