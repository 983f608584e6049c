package dev.astern.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
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
    @Command(name = "list", mixinStandardHelpOptions = true, description = "All targets.")
    int list(@Mixin ServerOptions server) {
        var targets = server.client().get("/v1/targets");
        if (!server.printed(targets)) {
            var table = new Table("NAME", "KIND", "URL", "USER");
            targets.forEach(t -> table.row(
                    t.path("name").asString(),
                    t.path("kind").asString(),
                    t.path("url").asString(),
                    t.path("user").asString()));
            table.print();
        }
        return 0;
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Adds a PostgreSQL database. The password stays in its file, which the server reads.")
    int add(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--url", required = true, description = "jdbc:postgresql://host:port/database") String url,
            @Option(names = "--user", required = true, description = "The gateway's own role there.") String user,
            @Option(names = "--password-file", paramLabel = "FILE") @Nullable Path passwordFile,
            @Option(names = "--password-env", paramLabel = "NAME", description = "Or a variable of the server's.")
                    @Nullable
                    String passwordEnv,
            @Option(names = "--option", paramLabel = "NAME=VALUE", description = "For example resultRows=500; repeat.")
                    @Nullable
                    Map<String, String> options) {
        var body = new HashMap<String, Object>();
        body.put("name", name);
        body.put("url", url);
        body.put("user", user);
        body.put("passwordRef", reference(passwordFile, passwordEnv));
        body.put("options", options == null ? Map.of() : options);
        var answer = server.client().post("/v1/targets", body);
        if (!server.printed(answer)) {
            System.out.println("target " + name + " added");
            System.out.println("Next: astern target install " + name + " --print, then without --print");
        }
        return 0;
    }

    private static String reference(@Nullable Path file, @Nullable String variable) {
        if ((file == null) == (variable == null)) {
            throw new UsageException("give either --password-file or --password-env");
        }
        return file == null ? "env:" + variable : "file:" + file.toAbsolutePath();
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
                    + status.path("resources").asInt() + " tables captured, images take "
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
