package dev.astern.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "operator",
        mixinStandardHelpOptions = true,
        description = "People and services that look after agents.",
        subcommands = picocli.CommandLine.HelpCommand.class)
final class OperatorCommand {
    @Command(name = "list", mixinStandardHelpOptions = true, description = "All operators.")
    int list(@Mixin ServerOptions server) {
        var operators = server.client().get("/v1/operators");
        if (!server.printed(operators)) {
            var table = new Table("NAME", "SINCE", "REVOKED", "PERMISSIONS");
            operators.forEach(o -> table.row(
                    o.path("name").asString(),
                    o.path("createdAt").asString(),
                    o.path("revokedAt").asString(""),
                    o.path("permissions").valueStream().map(p -> p.asString()).toList()));
            table.print();
        }
        return 0;
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Adds an operator; its token goes to a file.")
    int add(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--permission", required = true, description = "For example undo.execute; repeat.")
                    List<String> permissions,
            @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where its token is written.")
                    Path out) {
        var answer = server.client().post("/v1/operators", Map.of("name", name, "permissions", permissions));
        Home.writePrivate(out, answer.path("token").asString() + "\n");
        System.out.println("operator " + name + " added; the token is in " + out);
        return 0;
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Its token is refused from now on.")
    int revoke(@Mixin ServerOptions server, @Parameters(paramLabel = "NAME") String name) {
        server.client().post("/v1/operators/" + Paths.segment(name) + "/revoke", Map.of());
        System.out.println("operator " + name + " revoked");
        return 0;
    }
}
