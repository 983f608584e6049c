package dev.astern.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "approvals",
        mixinStandardHelpOptions = true,
        description = "Actions that wait for people; with a request's id, what it would do.",
        footer = {
            "",
            "Examples:",
            "  astern approvals                  what waits now",
            "  astern approvals apr_…            what it changes, why, and what if it is wrong",
            "  astern approve apr_… --confirm rollback_confirmed"
        })
final class ApprovalsCommand implements Callable<Integer> {
    @Mixin
    private ServerOptions server;

    @Option(names = "--all", description = "Those that were decided, too.")
    private boolean all;

    @Option(names = "--session", paramLabel = "SESSION")
    private @Nullable String session;

    @Option(names = "--limit", defaultValue = "50")
    private int limit;

    @Parameters(paramLabel = "REQUEST", arity = "0..1")
    private @Nullable String id;

    @Override
    public Integer call() {
        if (id != null) {
            var card = server.client().get("/v1/approvals/" + Paths.segment(id));
            if (!server.printed(card)) {
                ApprovalText.print(card);
                next(id, card.path("approval").path("state").asString());
            }
            return 0;
        }
        var page = server.client()
                .get("/v1/approvals?limit=" + limit + "&state=" + (all ? "all" : "open")
                        + (session == null ? "" : "&session=" + Paths.segment(session)));
        if (!server.printed(page)) {
            var table = new Table("REQUEST", "STATE", "AGENT", "TARGET", "RISK", "RULE", "DECIDE BY");
            page.path("items")
                    .forEach(a -> table.row(
                            a.path("id").asString(),
                            a.path("state").asString(),
                            a.path("agent").asString(),
                            a.path("target").asString(),
                            a.path("risk").asInt(),
                            a.path("rule").asString(),
                            a.path("decideBy").asString()));
            table.print();
        }
        return 0;
    }

    private static void next(String id, String state) {
        if (state.equals("pending")) {
            System.out.println();
            System.out.println("Next: astern approve " + id + "   or   astern reject " + id + " --reason WHY");
        }
    }
}
