package dev.astern.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "target",
        mixinStandardHelpOptions = true,
        description = "Live systems that agents act on.",
        subcommands = picocli.CommandLine.HelpCommand.class)
final class TargetCommand {
    /** What policy's decisions do at a target. */
    enum Mode {
        enforce,
        observe
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "All targets.")
    int list(@Mixin ServerOptions server) {
        var targets = server.client().get("/v1/targets");
        if (!server.printed(targets)) {
            var table = new Table("NAME", "KIND", "URL", "USER", "MODE");
            targets.forEach(t -> table.row(
                    t.path("name").asString(),
                    t.path("kind").asString(),
                    t.path("url").asString(),
                    t.path("user").asString(),
                    t.path("observes").asBoolean() ? "observe" : "enforce"));
            table.print();
        }
        return 0;
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Adds a system. A secret stays in its file or vault, which the server reads.",
            footer = {
                "",
                "Examples:",
                "  astern target add shop --url jdbc:postgresql://db:5432/shop --user gateway --password-file FILE",
                "  astern target add desk --kind http --url https://desk.example --option description=redmine"
                        + " --secret vault:secret/data/desk#key",
                "  astern target add files --kind mcp --url stdio:/usr/bin/node --option server=filesystem"
                        + " --option 'args=[\"/opt/server-filesystem/dist/index.js\", \"/srv/files\"]'"
            })
    int add(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--kind",
                            defaultValue = "postgresql",
                            description = "For example postgresql, http, mcp or observed.")
                    String kind,
            @Option(
                            names = "--url",
                            description =
                                    "For a database jdbc:postgresql://host:port/database; for mcp also stdio:PROGRAM")
                    @Nullable
                    String url,
            @Option(names = "--user", description = "The gateway's own user there.") @Nullable String user,
            @Option(
                            names = "--secret",
                            paramLabel = "REF",
                            description = "file:PATH, env:NAME or vault:PATH#FIELD, as the server sees them.")
                    @Nullable
                    String secret,
            @Option(names = "--password-file", paramLabel = "FILE") @Nullable Path passwordFile,
            @Option(names = "--password-env", paramLabel = "NAME", description = "Or a variable of the server's.")
                    @Nullable
                    String passwordEnv,
            @Option(
                            names = "--option",
                            paramLabel = "NAME=VALUE",
                            description = "For example amounts='public.orders.total GBP'; repeat.")
                    @Nullable
                    Map<String, String> options,
            @Option(
                            names = "--mode",
                            defaultValue = "enforce",
                            description =
                                    "enforce: policy holds and blocks. observe: it only says what it would hold or"
                                            + " block, and what can surely be taken back runs; to begin with, never to stay.")
                    Mode mode) {
        var body = new HashMap<String, Object>();
        body.put("name", name);
        body.put("kind", kind);
        put(body, "url", url);
        put(body, "user", user);
        put(body, "passwordRef", reference(secret, passwordFile, passwordEnv));
        body.put("options", options == null ? Map.of() : options);
        body.put("observes", mode == Mode.observe);
        var answer = server.client().post("/v1/targets", body);
        if (!server.printed(answer)) {
            System.out.println("target " + name + " added; policy "
                    + (mode == Mode.enforce
                            ? "holds and blocks there (--mode observe only says what it would do)"
                            : "only says there what it would hold or block"));
            System.out.println("Next: astern target install " + name + " --print, then without --print");
        }
        return 0;
    }

    private static void put(Map<String, Object> body, String name, @Nullable String value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    private static @Nullable String reference(@Nullable String secret, @Nullable Path file, @Nullable String variable) {
        if (Stream.of(secret, file, variable).filter(Objects::nonNull).count() > 1) {
            throw new UsageException("give one of --secret, --password-file and --password-env");
        }
        if (file != null) {
            return "file:" + file.toAbsolutePath();
        }
        return variable == null ? secret : "env:" + variable;
    }

    @Command(name = "status", mixinStandardHelpOptions = true, description = "Looks at the target; changes nothing.")
    int status(@Mixin ServerOptions server, @Parameters(paramLabel = "NAME") String name) {
        return print(server, server.client().get("/v1/targets/" + Paths.segment(name) + "/status"));
    }

    @Command(name = "test", mixinStandardHelpOptions = true, description = "The same as status.")
    int test(@Mixin ServerOptions server, @Parameters(paramLabel = "NAME") String name) {
        return status(server, name);
    }

    @Command(name = "install", mixinStandardHelpOptions = true, description = "Puts capture on all tables it can.")
    int install(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--print", description = "Only print the SQL.") boolean print) {
        var path = "/v1/targets/" + Paths.segment(name);
        if (!print) {
            return print(server, server.client().post(path + "/install", Map.of()));
        }
        var script = server.client().get(path + "/script");
        if (!server.printed(script)) {
            System.out.println("-- For an administrator, once:");
            script.path("administrator").forEach(sql -> System.out.println(sql.asString() + ";"));
            System.out.println("\n-- What the gateway's role runs:");
            script.path("own").forEach(sql -> System.out.println(sql.asString() + ";"));
        }
        return 0;
    }

    @Command(name = "refresh", mixinStandardHelpOptions = true, description = "Puts capture on what is new or changed.")
    int refresh(@Mixin ServerOptions server, @Parameters(paramLabel = "NAME") String name) {
        return print(server, server.client().post("/v1/targets/" + Paths.segment(name) + "/refresh", Map.of()));
    }

    @Command(name = "prune", mixinStandardHelpOptions = true, description = "Frees images of old actions.")
    int prune(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--older-than-days", defaultValue = "90") int days,
            @Option(names = "--dry-run") boolean dryRun) {
        var answer = server.client()
                .post("/v1/targets/" + Paths.segment(name) + "/prune", Map.of("olderThanDays", days, "dryRun", dryRun));
        if (!server.printed(answer)) {
            System.out.println((dryRun ? "would free" : "freed") + " the images of "
                    + answer.path("actions").asLong() + " actions, up to "
                    + answer.path("bytes").asLong() + " bytes");
        }
        return 0;
    }

    @Command(
            name = "uninstall",
            mixinStandardHelpOptions = true,
            description = "Takes capture and images away; nothing done before can be undone afterwards.")
    int uninstall(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--keep-images") boolean keepImages,
            @Option(names = "--confirm", paramLabel = "NAME", required = true, description = "The name once more.")
                    String confirm) {
        if (!confirm.equals(name)) {
            throw new UsageException("--confirm names " + confirm + ", not " + name);
        }
        return print(
                server,
                server.client()
                        .post("/v1/targets/" + Paths.segment(name) + "/uninstall", Map.of("keepImages", keepImages)));
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Forgets the target here.")
    int remove(@Mixin ServerOptions server, @Parameters(paramLabel = "NAME") String name) {
        server.client().delete("/v1/targets/" + Paths.segment(name));
        System.out.println("target " + name + " removed; what is kept at it stays until `target uninstall`");
        return 0;
    }

    private static int print(ServerOptions server, JsonNode status) {
        if (!server.printed(status)) {
            System.out.println(status.path("state").asString() + "  "
                    + status.path("product").asString() + "  "
                    + status.path("resources").asInt() + " resources captured, what is kept takes "
                    + status.path("keptBytes").asLong() + " bytes");
            status.path("findings")
                    .forEach(f -> System.out.println("  "
                            + f.path("resource").asString() + " "
                            + f.path("reason").asString() + ": "
                            + f.path("detail").asString() + "\n    "
                            + f.path("next").asString()));
        }
        return status.path("state").asString().equals("ready") ? 0 : Main.REFUSED;
    }
}
