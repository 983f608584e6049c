package dev.astern.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "actions",
        mixinStandardHelpOptions = true,
        description = "What agents did.",
        subcommands = picocli.CommandLine.HelpCommand.class)
final class ActionsCommand {
    @Command(name = "list", mixinStandardHelpOptions = true, description = "Latest first.")
    int list(
            @Mixin ServerOptions server,
            @Option(names = "--session") @Nullable String session,
            @Option(names = "--limit", defaultValue = "20") int limit) {
        var path = "/v1/actions?limit=" + limit + (session == null ? "" : "&session=" + Paths.segment(session));
        var actions = server.client().get(path);
        if (!server.printed(actions)) {
            table(actions.path("items")).print();
        }
        return 0;
    }

    static Table table(JsonNode actions) {
        var table = new Table("ACTION", "WHEN", "TARGET", "STATE", "CHANGED", "WHAT");
        actions.forEach(a -> table.row(
                a.path("id").asString(),
                a.path("proposedAt").asString(),
                a.path("target").asString(),
                a.path("state").asString(),
                changed(a.path("counts")),
                a.path("summary").asString()));
        return table;
    }

    private static long changed(JsonNode counts) {
        return counts.valueStream()
                .mapToLong(c -> c.path("inserted").asLong()
                        + c.path("updated").asLong()
                        + c.path("deleted").asLong())
                .sum();
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "One action and its effects.")
    int show(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "ACTION") String id,
            @Option(names = "--limit", defaultValue = "50") int limit) {
        var client = server.client();
        var action = client.get("/v1/actions/" + Paths.segment(id));
        if (server.printed(action)) {
            return 0;
        }
        System.out.println(Table.printable(action.path("summary").asString()));
        System.out.println(
                action.path("state").asString() + ", " + action.path("tier").asString() + ", "
                        + action.path("reversibility").asString()
                        + (action.path("rehearsal").asBoolean() ? "; nothing of it was kept" : ""));
        if (action.path("reason").isString()) {
            System.out.println(action.path("reason").asString() + ": "
                    + Table.printable(action.path("detail").asString()));
        }
        CountsText.print(action.path("counts"));
        if (!action.path("state").asString().equals("applied")) {
            return 0;
        }
        var effects = client.get("/v1/actions/" + Paths.segment(id) + "/effects?limit=" + limit);
        var table = new Table("RESOURCE", "KIND", "BEFORE", "AFTER");
        effects.path("items")
                .forEach(e -> table.row(
                        e.path("resource").asString(),
                        e.path("kind").asString(),
                        e.path("erased").asBoolean()
                                ? "erased"
                                : e.path("before").toString(),
                        e.path("erased").asBoolean()
                                ? "erased"
                                : e.path("after").toString()));
        table.print();
        if (effects.path("next").isString()) {
            System.out.println("… and more; --json and the next cursor show them");
        }
        return 0;
    }

    @Command(name = "receipts", mixinStandardHelpOptions = true, description = "One action's receipts.")
    int receipts(@Mixin ServerOptions server, @Parameters(paramLabel = "ACTION") String id) {
        var receipts = server.client().get("/v1/actions/" + Paths.segment(id) + "/receipts");
        if (!server.printed(receipts)) {
            receipts.forEach(r -> System.out.println(r.path("leaf").asString()));
        }
        return 0;
    }
}
