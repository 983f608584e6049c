package dev.astern.cli.demo;

import dev.astern.cli.Home;
import dev.astern.cli.ServerProcess;
import dev.astern.cli.UsageException;
import dev.astern.client.AsternClient;
import dev.astern.client.AsternException;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the story and leaves everything waiting to be undone. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "An agent goes wrong in a small shop while a colleague works on; you take it back.")
public final class DemoCommand implements Callable<Integer> {
    private static final int STEPS = 6;

    @Option(names = "--port", defaultValue = "8470", description = "Any free one if that is taken: 0.")
    private int port;

    private int step;

    @Override
    public Integer call() throws Exception {
        say("Starting a server on loopback, with a PostgreSQL of its own");
        var server = ServerProcess.start(List.of("--port=" + port, "--policy=permissive"));
        say("Setting up: you become the first operator");
        var operator = operator(new AsternClient(server, null));
        say("Making a small shop: 200 customers, 600 orders, 120 products");
        var shop = shop(operator);
        say("An agent gets a session of one hour");
        var started = operator.post(
                "/v1/sessions",
                Map.of("agent", "shop-helper", "agentVersion", "2026-11", "targets", List.of(Shop.NAME)));
        var session = started.path("session").path("id").asString();
        say("The agent works, and goes wrong");
        new Agent(new AsternClient(server, started.path("token").asString())).work();
        say("A colleague, who knows nothing of this, edits two of the same rows");
        colleague(shop);
        System.out.println();
        System.out.println("Everything waits to be undone. What would happen:");
        System.out.println("  ./astern undo plan --session " + session);
        System.out.println("Take it back, all but the colleague's two edits:");
        System.out.println("  ./astern undo apply --session " + session);
        System.out.println("Later: ./astern actions list, ./astern status, ./astern down");
        return 0;
    }

    private void say(String what) {
        System.out.println("[" + ++step + "/" + STEPS + "] " + what);
    }

    private static AsternClient operator(AsternClient open) throws IOException {
        var code = Home.folder().resolve("setup-code");
        if (Files.exists(code)) {
            var answer =
                    open.post("/v1/setup", Map.of("code", Files.readString(code).strip(), "name", "demo"));
            Home.writePrivate(Home.token(), answer.path("token").asString() + "\n");
        }
        return new AsternClient(open.server(), Home.readPrivate(Home.token()));
    }

    private static Shop shop(AsternClient operator) throws SQLException, IOException {
        try {
            operator.delete("/v1/targets/" + Shop.NAME);
        } catch (AsternException e) {
            if (e.status() != 404) {
                throw e;
            }
        }
        var shop = Shop.open();
        operator.post(
                "/v1/targets",
                Map.of(
                        "name",
                        Shop.NAME,
                        "url",
                        shop.url(),
                        "user",
                        Shop.GATEWAY,
                        "passwordRef",
                        "file:" + Shop.passwordFile()));
        var status = operator.post("/v1/targets/" + Shop.NAME + "/install", Map.of());
        if (!status.path("state").asString().equals("ready")) {
            throw new UsageException("the shop can't be captured: " + status);
        }
        return shop;
    }

    private static void colleague(Shop shop) throws SQLException {
        try (var connection = shop.connect()) {
            Shop.run(
                    connection,
                    "UPDATE product SET price = 24.90 WHERE sku = 'sku-7'",
                    "UPDATE orders SET status = 'returned', note = 'phoned the customer' WHERE id = 111");
        }
        System.out.println("      sets the price of sku-7 to 24.90, which the agent had cut to nearly nothing");
        System.out.println("      marks order 111 as returned, which the agent had cancelled");
    }
}
