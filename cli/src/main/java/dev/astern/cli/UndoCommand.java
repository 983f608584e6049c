package dev.astern.cli;

import dev.astern.client.AsternClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "undo",
        mixinStandardHelpOptions = true,
        description = "Takes effects back, and touches nothing that others changed since.",
        subcommands = picocli.CommandLine.HelpCommand.class)
final class UndoCommand {
    private static final long LOOK_EVERY_MS = 200;

    /** What to take back. */
    static final class Selection {
        @Option(names = "--session", description = "Everything a session did; an undo (und_…) is one, too.")
        private @Nullable String session;

        @Parameters(paramLabel = "ACTION", arity = "0..*", description = "Or single actions.")
        private @Nullable List<String> actions;

        @Option(
                names = "--on-conflict",
                defaultValue = "keep",
                description = "keep (default) or restore, where somebody changed the same field since.")
        private String onConflict;

        @Option(names = "--restore", paramLabel = "ITEM", description = "Restore this item of the plan; repeat.")
        private @Nullable List<String> restore;

        @Option(names = "--limit", defaultValue = "50", description = "How many items are listed.")
        private int limit;

        Map<String, @Nullable Object> body() {
            if ((session == null) == (actions == null || actions.isEmpty())) {
                throw new UsageException("name either --session or actions");
            }
            var body = new HashMap<String, @Nullable Object>();
            body.put("session", session);
            body.put("actions", session == null ? actions : null);
            body.put("onConflict", onConflict);
            body.put("itemLimit", limit);
            var choices = new HashMap<String, String>();
            if (restore != null) {
                restore.forEach(item -> choices.put(item, "restore"));
            }
            body.put("choices", choices);
            return body;
        }

        String words() {
            return session == null ? String.join(" ", actions == null ? List.of() : actions) : "--session " + session;
        }
    }

    @Command(name = "plan", mixinStandardHelpOptions = true, description = "What an undo would do now.")
    int plan(@Mixin ServerOptions server, @Mixin Selection selection) {
        var plan = server.client().post("/v1/undo/plans", selection.body());
        if (!server.printed(plan)) {
            plan.path("parts").forEach(part -> {
                System.out.println("at " + part.path("target").asString() + ", "
                        + part.path("actions").size() + " actions; an undo now would leave");
                UndoReportText.print(part.path("report"));
            });
            skipped(plan);
            System.out.println("Next: astern undo apply " + selection.words());
        }
        return 0;
    }

    @Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            description = "Takes it back, reads it back, and prints the report.")
    int apply(
            @Mixin ServerOptions server,
            @Mixin Selection selection,
            @Option(names = "--dry-run", description = "The same as undo plan.") boolean dryRun,
            @Option(names = "--reason", description = "For the record.", defaultValue = "") String reason)
            throws InterruptedException {
        if (dryRun) {
            return plan(server, selection);
        }
        var client = server.client();
        var body = selection.body();
        body.put("reason", reason);
        var undo = finished(client, client.post("/v1/undos", body), server.json());
        if (!server.printed(undo)) {
            print(undo);
        }
        return exit(undo);
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Latest first.")
    int list(@Mixin ServerOptions server, @Option(names = "--limit", defaultValue = "20") int limit) {
        var undos = server.client().get("/v1/undos?limit=" + limit);
        if (!server.printed(undos)) {
            var table = new Table("UNDO", "STARTED", "FINISHED", "STEPS");
            undos.path("items")
                    .forEach(u -> table.row(
                            u.path("id").asString(),
                            u.path("startedAt").asString(),
                            u.path("finishedAt").asString("running"),
                            u.path("steps")
                                    .valueStream()
                                    .map(s -> s.path("state").asString())
                                    .toList()));
            table.print();
        }
        return 0;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "One undo and its report.")
    int show(@Mixin ServerOptions server, @Parameters(paramLabel = "UNDO") String id) {
        var undo = server.client().get("/v1/undos/" + Paths.segment(id));
        if (!server.printed(undo)) {
            print(undo);
        }
        return exit(undo);
    }

    private static JsonNode finished(AsternClient client, JsonNode started, boolean quiet) throws InterruptedException {
        var id = started.path("id").asString();
        var undo = started;
        for (int looks = 0; !undo.path("finishedAt").isString() && !unconfirmed(undo); looks++) {
            Thread.sleep(LOOK_EVERY_MS);
            undo = client.get("/v1/undos/" + Paths.segment(id));
            if (!quiet && looks % 25 == 24) {
                System.err.println("… " + id + " is running");
            }
        }
        return undo;
    }

    private static boolean unconfirmed(JsonNode undo) {
        return undo.path("steps")
                .valueStream()
                .anyMatch(s -> s.path("state").asString().equals("unconfirmed"));
    }

    private static void print(JsonNode undo) {
        undo.path("steps").forEach(step -> {
            System.out.println("at " + step.path("target").asString() + ": "
                    + step.path("state").asString() + ", " + step.path("undoes").size() + " actions");
            if (step.path("reason").isString()) {
                System.out.println("  " + step.path("reason").asString() + ": "
                        + step.path("detail").asString());
            }
            UndoReportText.print(step.path("report"));
        });
        System.out.println(
                "undo " + undo.path("id").asString() + (undo.path("finishedAt").isString() ? " finished" : ""));
        System.out.println("To take it back again: astern undo apply --session "
                + undo.path("id").asString());
    }

    private static void skipped(JsonNode plan) {
        plan.path("skipped")
                .forEach(s -> System.out.println("skipped " + s.path("action").asString() + ": "
                        + s.path("detail").asString()));
    }

    private static int exit(JsonNode undo) {
        boolean partly = false;
        for (var step : undo.path("steps")) {
            if (!step.path("state").asString().equals("applied")) {
                return Main.REFUSED;
            }
            for (var count : step.path("report").path("counts")) {
                var result = count.path("result").asString();
                partly |= !result.equals("restored") && !result.equals("already_back");
            }
        }
        return partly ? Main.PARTLY : 0;
    }
}
