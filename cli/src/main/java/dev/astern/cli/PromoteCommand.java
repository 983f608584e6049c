package dev.astern.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "promote",
        mixinStandardHelpOptions = true,
        description = "Proposes, where it counts, what was applied at a staging target. People always decide about it.",
        footer = {
            "",
            "The target says where it is tried out:",
            "  astern target add shop … --option staging=shop-staging",
            "Example:",
            "  astern promote act_… --to shop"
        })
final class PromoteCommand implements Callable<Integer> {
    @Mixin
    private ServerOptions server;

    @Option(names = "--to", paramLabel = "TARGET", required = true, description = "Whose staging it was applied at.")
    private String to;

    @Option(names = "--reason", defaultValue = "", description = "Shown to whoever decides.")
    private String reason;

    @Parameters(paramLabel = "ACTION", description = "Applied at the staging target.")
    private String action;

    @Override
    public Integer call() {
        var answer = server.client()
                .post("/v1/actions/" + Paths.segment(action) + "/promotions", Map.of("to", to, "reason", reason));
        if (!server.printed(answer)) {
            System.out.println("held: " + answer.path("action").asString() + " at " + to + " waits for "
                    + answer.path("quorum").asInt() + " to agree by "
                    + answer.path("decideBy").asString());
            System.out.println(
                    "Next: astern approvals " + answer.path("approval").asString());
        }
        return 0;
    }
}
