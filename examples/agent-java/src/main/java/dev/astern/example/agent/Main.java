package dev.astern.example.agent;

import dev.astern.client.AgentClient;
import dev.astern.client.Outcome;
import dev.astern.client.Proposal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A helper in the demo's shop. What it does is fixed; in your agent, a model proposes it. */
public final class Main {
    private final AgentClient astern;

    private Main(AgentClient astern) {
        this.astern = astern;
    }

    static void main() throws IOException {
        var url = URI.create(setting("ASTERN_URL"));
        var token = Files.readString(Path.of(setting("ASTERN_TOKEN_FILE"))).strip();
        var helper = new Main(new AgentClient(url, token));
        helper.work();
    }

    private void work() {
        var session = astern.session();
        System.out.println("I am " + session.agent() + " and may call:");
        astern.tools().forEach(tool -> System.out.println("  " + tool.name() + (tool.readOnly() ? " (reads)" : "")));

        System.out.println("I route a ticket, and send it twice because I am impatient.");
        var route = Proposal.sql("UPDATE ticket SET queue = 'delivery' WHERE id = 20")
                .because("the customer asks where the parcel is")
                .from("ticket-20");
        tell(astern.perform(route));
        tell(astern.perform(route));

        System.out.println("I look what a discount would change, and commit just that.");
        var discount = Proposal.sql("UPDATE product SET price = round(price * 0.9, 2) WHERE stock > 215")
                .because("the spring sale");
        if (astern.perform(discount.rehearsed()) instanceof Outcome.Done rehearsed) {
            tell(rehearsed);
            tell(astern.perform(discount.expecting(rehearsed.digest())));
        }

        System.out.println("I try to drop a table.");
        tell(astern.perform(Proposal.sql("DROP TABLE ticket").because("it looks unused")));

        System.out.println("I remove a customer, whose orders go with it.");
        var removal = astern.perform(
                Proposal.sql("DELETE FROM customer WHERE id = 42").because("asked to be forgotten"));
        tell(removal);
        if (removal instanceof Outcome.Held held) {
            System.out.println("  and wait for at most two minutes …");
            var status = astern.await(held.action(), Duration.ofMinutes(2));
            System.out.println("  " + status.state() + " " + status.detail());
        }

        System.out.println("Take all of it back: ./astern undo apply --session " + session.id());
    }

    private static void tell(Outcome outcome) {
        switch (outcome) {
            case Outcome.Done done ->
                System.out.println("  " + done.state() + " " + done.counts() + (done.repeated() ? " (repeated)" : ""));
            case Outcome.Held held ->
                System.out.println("  HELD: " + held.why() + " People decide: ./astern approve " + held.approval());
            case Outcome.Refused refused ->
                System.out.println("  REFUSED " + refused.reason() + ": " + refused.detail() + " " + refused.next());
            case Outcome.Unconfirmed unknown ->
                System.out.println(
                        "  UNCONFIRMED " + unknown.reason() + ": " + unknown.detail() + " " + unknown.next());
        }
    }

    private static String setting(String name) {
        var value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException("set " + name + "; see the README");
        }
        return value;
    }
}
