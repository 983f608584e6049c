package dev.astern.cli;

import dev.astern.client.AsternClient;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = "Refuses what agents do, on every node, until it is released; undos go on.",
        footer = {
            "",
            "Examples:",
            "  astern stop --agent refunds --reason 'odd amounts'   one agent, all its sessions",
            "  astern stop --all                                     every agent",
            "  astern stop --local --reason 'store is down'          the node on this host, with no server and no store",
            "  astern stop status stp_…                              what came of it, session by session",
            "",
            "It exits with 3 while something in flight is not known to have ended."
        },
        subcommands = picocli.CommandLine.HelpCommand.class)
final class StopCommand implements Callable<Integer> {
    private static final long LOOK_EVERY_MS = 200;
    private static final int LOOKS = 50;

    /** Which of them. */
    static final class Scope {
        @Option(names = "--all", description = "Every agent.")
        private boolean all;

        @Option(names = "--environment", paramLabel = "NAME", description = "Sessions of an environment.")
        private @Nullable String environment;

        @Option(names = "--workflow", paramLabel = "NAME", description = "Sessions of a workflow.")
        private @Nullable String workflow;

        @Option(names = "--agent", paramLabel = "NAME", description = "An agent, in all its versions.")
        private @Nullable String agent;

        @Option(names = "--agent-version", paramLabel = "AGENT@VERSION", description = "One version of an agent.")
        private @Nullable String version;

        @Option(names = "--session", paramLabel = "SESSION", description = "One session; or one undo (und_…).")
        private @Nullable String session;

        @Option(names = "--target", paramLabel = "NAME", description = "What agents do at a target.")
        private @Nullable String target;

        @Option(names = "--local", description = "The node of this data folder, by a file; needs nothing that runs.")
        private boolean local;

        Map<String, String> body() {
            var body = new HashMap<String, String>();
            put(body, "all", all ? "" : null);
            put(body, "environment", environment);
            put(body, "workflow", workflow);
            put(body, "agent", agent);
            put(body, "agent_version", version);
            put(body, "session", session);
            put(body, "target", target);
            return body;
        }

        private static void put(Map<String, String> body, String scope, @Nullable String name) {
            if (name != null) {
                body.put("scope", scope);
                body.put("name", name);
            }
        }
    }

    @ArgGroup(exclusive = true)
    private @Nullable Scope scope;

    @Option(names = "--reason", defaultValue = "", description = "Agents are told, and the record.")
    private String reason;

    @Option(
            names = "--stop-folder",
            paramLabel = "FOLDER",
            description = "With --local, where the server was told to look.")
    private @Nullable Path folder;

    @Mixin
    private ServerOptions server;

    @Override
    public Integer call() throws InterruptedException {
        if (scope == null) {
            throw new UsageException("say what to stop: --all, --environment, --workflow, --agent, --agent-version,"
                    + " --session, --target or --local");
        }
        if (scope.local) {
            return LocalStopFile.of(folder).stop(reason, server.json());
        }
        var body = scope.body();
        body.put("reason", reason);
        var client = server.client();
        var status = settled(client, client.post("/v1/stops", body));
        if (!server.printed(status)) {
            StopText.print(status);
            StopText.next(status);
        }
        return exit(status);
    }

    @Command(name = "status", mixinStandardHelpOptions = true, description = "What came of a stop, by now.")
    int status(@Mixin ServerOptions server, @Parameters(paramLabel = "STOP") String id) {
        var status = server.client().get("/v1/stops/" + Paths.segment(id));
        if (!server.printed(status)) {
            StopText.print(status);
        }
        return exit(status);
    }

    /** What was in flight ends within moments, unless its target is slow or its node is gone. */
    private static JsonNode settled(AsternClient client, JsonNode placed) throws InterruptedException {
        var status = placed;
        var id = Paths.segment(placed.path("stop").path("id").asString());
        for (int looks = 0; exit(status) != 0 && looks < LOOKS; looks++) {
            Thread.sleep(LOOK_EVERY_MS);
            status = client.get("/v1/stops/" + id);
        }
        return status;
    }

    private static int exit(JsonNode status) {
        return status.path("acknowledged").asBoolean()
                        && status.path("sessions")
                                .valueStream()
                                .allMatch(s -> s.path("outcome").asString().equals("confirmed"))
                ? 0
                : Main.PARTLY;
    }
}
