package dev.astern.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Cancellation;
import dev.astern.model.ActionState;
import dev.astern.model.Session;
import dev.astern.target.NewTarget;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** One MCP server behind the gateway, and another of the same kind that is called directly. */
final class McpProxyTarget implements AutoCloseable {
    private static final String NAME = "files";
    private static final JsonMapper JSON = new JsonMapper();
    private final Installed installed;
    private final Process direct;
    private final BufferedReader answers;
    private long id;

    McpProxyTarget(Installed installed) throws IOException {
        this.installed = installed;
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var args = List.of(
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                FileServer.class.getName());
        var options = Map.of("server", "filesystem", "args", JSON.writeValueAsString(args));
        installed.astern().targets().add(new NewTarget(NAME, "mcp", "stdio:" + java, "", "none", options));
        installed.astern().targets().install(NAME);
        var command = new java.util.ArrayList<>(List.of(java));
        command.addAll(args);
        direct = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        answers = new BufferedReader(new InputStreamReader(direct.getInputStream(), UTF_8));
    }

    /** One call after the other, as a client with one connection would do it. */
    synchronized void direct(String tool, Map<String, Object> arguments) {
        try {
            var params = Map.of("name", tool, "arguments", arguments);
            var request = Map.of("jsonrpc", "2.0", "id", ++id, "method", "tools/call", "params", params);
            direct.getOutputStream().write((JSON.writeValueAsString(request) + "\n").getBytes(UTF_8));
            direct.getOutputStream().flush();
            if (!JSON.readTree(answers.readLine()).has("result")) {
                throw new IllegalStateException("no result");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Session session(int number) {
        return installed.session("agent-" + number, NAME);
    }

    void proxied(Session session, String tool, Map<String, Object> arguments) {
        var request = new ActionRequest(NAME, tool, arguments, false, null, null, "", List.of(), 0);
        var answer = installed.astern().gateway().perform(session, request, new Cancellation());
        if (answer.state() != ActionState.APPLIED) {
            throw new IllegalStateException(answer.state() + " " + answer.problem());
        }
    }

    @Override
    public void close() {
        direct.destroy();
    }
}
