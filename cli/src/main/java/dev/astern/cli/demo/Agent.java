package dev.astern.cli.demo;

import dev.astern.cli.UsageException;
import dev.astern.client.AsternClient;
import java.util.List;
import java.util.Map;

/** A scripted agent: sensible at first, and then not. */
final class Agent {
    private final AsternClient gateway;

    Agent(AsternClient gateway) {
        this.gateway = gateway;
    }

    void work() {
        act("routes a ticket", "UPDATE ticket SET queue = 'billing' WHERE id = 13");
        act(
                "places an order with two items",
                "INSERT INTO orders VALUES (601, 17, 'paid', '2026-11-01 10:00+00', NULL)",
                "INSERT INTO order_item VALUES (601, 'sku-3', 1, 6.11), (601, 'sku-9', 2, 8.33)",
                "UPDATE product SET stock = stock - 1 WHERE sku = 'sku-3'",
                "UPDATE product SET stock = stock - 2 WHERE sku = 'sku-9'");
        act("cuts all prices to 1 %, meaning to cut them by 1 %", "UPDATE product SET price = round(price * 0.01, 2)");
        act(
                "removes customers it takes for duplicates, and their orders with them",
                "DELETE FROM customer WHERE id % 10 = 3");
        act(
                "cancels every order that was not sent",
                "UPDATE orders SET status = 'cancelled', note = 'cancelled by shop-helper' WHERE status <> 'sent'");
        act("forgives credit", "UPDATE customer SET credit = 0 WHERE credit > 100");
    }

    private void act(String what, String... statements) {
        var answer = gateway.post("/v1/actions", Map.of("statements", List.of(statements), "reason", what));
        if (answer.path("state").asString().equals("held")) {
            throw new UsageException(
                    "the policy of the server that runs holds this, and the demo has nobody who approves it;"
                            + " `astern down` first, or serve with --policy permissive");
        }
        System.out.println("      " + what);
        answer.path("counts")
                .forEach(count ->
                        System.out.println("        " + count.path("resource").asString() + ": "
                                + numbers(count.path("inserted").asLong(), "new")
                                + numbers(count.path("updated").asLong(), "changed")
                                + numbers(count.path("deleted").asLong(), "gone")));
    }

    private static String numbers(long count, String what) {
        return count == 0 ? "" : count + " " + what + " ";
    }
}
