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

@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description = "Lets a held action run, as it was shown. Several at once have to be of one rule and one class.",
        footer = {
            "",
            "Examples:",
            "  astern approvals apr_…                                  look first",
            "  astern approve apr_… --confirm rollback_confirmed --recovery-owner 'on-call'",
            "  astern approve apr_… --break-glass --reason 'site is down'   alone; it opens an incident"
        })
final class ApproveCommand implements Callable<Integer> {
    @Mixin
    private ServerOptions server;

    @Option(names = "--reason", defaultValue = "")
    private String reason;

    @Option(names = "--confirm", paramLabel = "WHAT", description = "What approvers are asked to; repeat for several.")
    private List<String> confirmed = List.of();

    @Option(names = "--recovery-owner", paramLabel = "NAME", description = "Who brings things back if it goes wrong.")
    private @Nullable String recoveryOwner;

    @Option(names = "--break-glass", description = "Without those who would have to agree; needs its own permission.")
    private boolean breakGlass;

    @Parameters(paramLabel = "REQUEST", arity = "1..*")
    private List<String> ids;

    @Override
    public Integer call() {
        if (breakGlass && (ids.size() > 1 || reason.isBlank())) {
            throw new UsageException("--break-glass is for one request, and needs a --reason");
        }
        return Decisions.send(server, ids, breakGlass ? "break-glass" : "approve", body());
    }

    private Map<String, @Nullable Object> body() {
        var body = new HashMap<String, @Nullable Object>();
        body.put("reason", reason);
        if (!breakGlass) {
            body.put("confirmed", confirmed);
            body.put("recoveryOwner", recoveryOwner);
        }
        return body;
    }
}
