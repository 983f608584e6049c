package dev.astern.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "session",
        mixinStandardHelpOptions = true,
        description = "Runs of agents under short-lived tokens.",
        subcommands = picocli.CommandLine.HelpCommand.class)
final class SessionCommand {
    @Command(name = "start", mixinStandardHelpOptions = true, description = "Starts a session and prints its token.")
    int start(
            @Mixin ServerOptions server,
            @Option(names = "--agent", required = true) String agent,
            @Option(names = "--agent-version", defaultValue = "unversioned") String version,
            @Option(names = "--environment", defaultValue = "development") String environment,
            @Option(names = "--target", required = true, description = "Repeat for several.") List<String> targets,
            @Option(names = "--lifetime-seconds") @Nullable Long lifetime,
            @Option(names = "--workflow") @Nullable String workflow,
            @Mixin LimitOptions limits,
            @Option(names = "--fail-fast", description = "The first failure halts it until a person resumes it.")
                    boolean failFast,
            @Option(names = "--undo-on-failure", description = "Undo what failed in part, where that is trivial.")
                    boolean undoOnFailure,
            @Option(names = "--out", paramLabel = "FILE", description = "Write the token there instead.") @Nullable
                    Path out) {
        var body = new HashMap<String, @Nullable Object>();
        body.put("agent", agent);
        body.put("agentVersion", version);
        body.put("environment", environment);
        body.put("targets", targets);
        body.put("lifetimeSeconds", lifetime);
        body.put("workflow", workflow);
        body.put("limits", limits.body());
        body.put("failFast", failFast);
        body.put("undoOnFailure", undoOnFailure);
        var client = server.client();
        var answer = client.post("/v1/sessions", body);
        var token = answer.path("token").asString();
        if (out != null) {
            Home.writePrivate(out, token + "\n");
        }
        if (!server.printed(answer)) {
            var session = answer.path("session");
            System.out.println("session " + session.path("id").asString() + " until "
                    + session.path("expiresAt").asString());
            System.out.println(out == null ? "token   " + token : "token   in " + out);
            System.out.println("MCP     " + client.server() + "/mcp   REST " + client.server() + "/v1/actions");
        }
        return 0;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Latest first.")
    int list(@Mixin ServerOptions server, @Option(names = "--limit", defaultValue = "20") int limit) {
        var sessions = server.client().get("/v1/sessions?limit=" + limit);
        if (!server.printed(sessions)) {
            var table = new Table("SESSION", "AGENT", "VERSION", "STARTED", "UNTIL", "TARGETS");
            sessions.path("items")
                    .forEach(s -> table.row(
                            s.path("id").asString(),
                            s.path("agent").asString(),
                            s.path("agentVersion").asString(),
                            s.path("startedAt").asString(),
                            s.path("revokedAt").isString()
                                    ? "revoked"
                                    : s.path("expiresAt").asString(),
                            s.path("targets")
                                    .valueStream()
                                    .map(t -> t.asString())
                                    .toList()));
            table.print();
        }
        return 0;
    }

    @Command(
            name = "limits",
            mixinStandardHelpOptions = true,
            description = "What a session may use and has used; with limits given, sets those.")
    int limits(
            @Mixin ServerOptions server,
            @Mixin LimitOptions limits,
            @Option(names = "--set", description = "Set the limits given; others stay.") boolean set,
            @Parameters(paramLabel = "SESSION") String id) {
        var path = "/v1/sessions/" + Paths.segment(id) + "/limits";
        var answer = set
                ? server.client().post(path, limits.body())
                : server.client().get(path);
        if (!server.printed(answer)) {
            System.out.println("limits " + Table.printable(answer.path("limits").toString()));
            System.out.println("used   " + Table.printable(answer.path("used").toString()));
        }
        return 0;
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Lets a halted session go on.")
    int resume(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "SESSION") String id,
            @Option(names = "--reason", required = true) String reason) {
        var answer = server.client().post("/v1/sessions/" + Paths.segment(id) + "/resume", Map.of("reason", reason));
        if (!server.printed(answer)) {
            System.out.println("session " + id + " goes on");
        }
        return 0;
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Ends a session at once.")
    int revoke(@Mixin ServerOptions server, @Parameters(paramLabel = "SESSION") String id) {
        server.client().post("/v1/sessions/" + Paths.segment(id) + "/revoke", Map.of());
        System.out.println("session " + id + " revoked; nothing more of it starts");
        System.out.println("Next: astern undo plan --session " + id);
        return 0;
    }
}
