package dev.astern.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "stops", mixinStandardHelpOptions = true, description = "The stops in force.")
final class StopsCommand implements Callable<Integer> {
    @Mixin
    private ServerOptions server;

    @Option(names = "--all", description = "Released ones, too; latest first.")
    private boolean all;

    @Option(names = "--limit", defaultValue = "50")
    private int limit;

    @Override
    public Integer call() {
        var stops = server.client().get("/v1/stops?all=" + all + "&limit=" + limit);
        if (!server.printed(stops)) {
            var table = new Table("STOP", "WHAT", "BY", "PLACED", "RELEASED", "REASON");
            stops.path("items")
                    .forEach(s -> table.row(
                            s.path("id").asString(),
                            s.path("what").asString(),
                            s.path("byName").asString(),
                            s.path("placedAt").asString(),
                            s.path("release").path("at").asString("in force"),
                            s.path("reason").asString()));
            table.print();
        }
        return 0;
    }
}
