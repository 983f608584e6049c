package dev.astern.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "status", mixinStandardHelpOptions = true, description = "The server on one screen.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private ServerOptions server;

    @Override
    public Integer call() {
        var client = server.client();
        var status = client.get("/v1/status");
        if (server.printed(status)) {
            return 0;
        }
        System.out.println(
                "server    " + client.server() + " is " + status.path("status").asString());
        System.out.println("operators " + status.path("operators").asInt());
        status.path("targets")
                .properties()
                .forEach(t -> System.out.println(
                        "target    " + t.getKey() + " is " + t.getValue().asString()));
        status.path("stops")
                .properties()
                .forEach(s -> System.out.println(
                        "STOPPED   " + Table.printable(s.getValue().asString()) + " by " + s.getKey()));
        if (status.path("stoppedHere").isString()) {
            System.out.println(
                    "STOPPED   " + Table.printable(status.path("stoppedHere").asString()));
        }
        var actions = client.get("/v1/actions?limit=5").path("items");
        System.out.println("latest actions:");
        ActionsCommand.table(actions).print();
        return 0;
    }
}
