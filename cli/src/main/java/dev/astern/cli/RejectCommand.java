package dev.astern.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "reject", mixinStandardHelpOptions = true, description = "Refuses a held action; one no ends it.")
final class RejectCommand implements Callable<Integer> {
    @Mixin
    private ServerOptions server;

    @Option(names = "--reason", required = true, description = "The agent is told.")
    private String reason;

    @Parameters(paramLabel = "REQUEST", arity = "1..*")
    private List<String> ids;

    @Override
    public Integer call() {
        return Decisions.send(server, ids, "deny", new HashMap<>(Map.of("reason", reason)));
    }
}
