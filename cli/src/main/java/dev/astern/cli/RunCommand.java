package dev.astern.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a command in a workspace as an agent: with a session's token, given by --token-file.",
            "What it prints and its exit code are the command's own; what Astern says goes to standard error."
        },
        footer = "  astern run --token-file TOKEN --target shop-files -- make test")
final class RunCommand implements Callable<Integer> {
    /** As shells have it for what can't be run. */
    private static final int CANNOT_RUN = 126;

    @Mixin
    private ServerOptions server;

    @Option(names = "--target", description = "The workspace; may be left out where the session has one target.")
    private @Nullable String target;

    @Option(names = "--session", description = "The session's id; refuses where the token is another's.")
    private @Nullable String session;

    @Option(names = "--cwd", description = "A folder of the workspace.")
    private @Nullable String cwd;

    @Option(names = "--timeout-seconds")
    private @Nullable Integer timeoutSeconds;

    @Option(names = "--rehearse", description = "See the effects and keep none.")
    private boolean rehearse;

    @Option(names = "--idempotency-key")
    private @Nullable String key;

    @Parameters(paramLabel = "CMD", arity = "1..*", description = "After --, so that its options stay its own.")
    private List<String> command;

    @Override
    public Integer call() {
        var client = server.client();
        if (session != null && !client.get("/v1/session").path("id").asString().equals(session)) {
            throw new UsageException("the token is not that of session " + session);
        }
        var arguments = new HashMap<String, Object>();
        arguments.put("argv", command);
        if (cwd != null) {
            arguments.put("cwd", cwd);
        }
        if (timeoutSeconds != null) {
            arguments.put("timeout_seconds", timeoutSeconds);
        }
        var body = new HashMap<String, @Nullable Object>();
        body.put("target", target);
        body.put("tool", "run_command");
        body.put("arguments", arguments);
        body.put("rehearse", rehearse);
        var answer = client.post("/v1/actions", body, key == null ? Map.of() : Map.of("Idempotency-Key", key));
        return server.printed(answer) ? 0 : shown(answer);
    }

    private int shown(JsonNode answer) {
        if (answer.path("state").asString().equals("held")) {
            System.err.println("astern: " + answer.path("action").asString() + " waits for people: "
                    + Table.printable(answer.path("why").asString()));
            System.err.println("astern: next, whoever may: astern approvals "
                    + answer.path("approval").asString());
            return Main.PARTLY;
        }
        int exit = CANNOT_RUN;
        for (var result : answer.path("results")) {
            if (result.path("tag").asString().equals("output")) {
                result.path("rows").forEach(RunCommand::print);
            } else if (result.path("tag").asString().equals("run_command")) {
                exit = result.path("rows").path(0).path(0).asInt(CANNOT_RUN);
            }
        }
        System.err.println("astern: " + answer.path("action").asString() + " "
                + answer.path("state").asString() + (rehearse ? "; nothing of it was kept" : ""));
        var problem = answer.path("problem");
        if (problem.isObject()) {
            System.err.println("astern: " + problem.path("reason").asString() + ": "
                    + Table.printable(problem.path("detail").asString()));
            System.err.println("astern: next: " + problem.path("next").asString());
        }
        answer.path("notes").forEach(note -> System.err.println("astern: " + Table.printable(note.asString())));
        return exit;
    }

    private static void print(JsonNode row) {
        var stream = row.path(0).asString().equals("stderr") ? System.err : System.out;
        stream.print(row.path(1).asString());
        stream.flush();
    }
}
