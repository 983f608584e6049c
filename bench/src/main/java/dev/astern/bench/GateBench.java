package dev.astern.bench;

import dev.astern.model.Conduct;
import dev.astern.model.Limits;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;

/**
 * What the gate adds to a one-row update that nobody has to approve: under a policy of 100 rules, of which two are left
 * after indexing and one asks for the update's effects; the same for a session with limits; and under the permissive
 * policy of three. Against the same three durable commits over bare JDBC; all take turns in one run.
 */
public final class GateBench {
    private static final int ROUNDS = 24;
    /** So many rounds until the virtual machine has compiled what a server that runs for days has compiled. */
    private static final int WARM_UP = 60;

    private static final int TIMES = 50;

    private static final int RULES = 100;
    private static final int LEFT = 2;
    private static final String ALLOWS = "when: preview.rows < 1000, decide: allow";
    private static final String HOLDS =
            "when: 'preview.known && preview.rows > 1000 && session.environment == \"production\"', decide: hold";
    private static final long NEVER_REACHED = 1_000_000_000;

    private final GatewayTarget.Client permissive;
    private final GatewayTarget.Client ruled;
    private final GatewayTarget.Client limited;

    /** What is compared. */
    private enum Kind {
        PERMISSIVE,
        RULES,
        LIMITS,
        COMMITS,
        INSERT
    }

    /** What each took. */
    private record Measured(
            Latencies permissive, Latencies rules, Latencies limits, Latencies commits, Latencies insert) {
        Measured() {
            this(new Latencies(), new Latencies(), new Latencies(), new Latencies(), new Latencies());
        }
    }

    private GateBench(GatewayTarget.Client permissive, GatewayTarget.Client ruled, GatewayTarget.Client limited) {
        this.permissive = permissive;
        this.ruled = ruled;
        this.limited = limited;
    }

    public static void main(String... args) throws Exception {
        var limits = new Limits(
                Map.of("update", NEVER_REACHED),
                Map.of(GatewayTarget.NAME, NEVER_REACHED),
                NEVER_REACHED,
                NEVER_REACHED);
        var policy = Files.writeString(Files.createTempFile("rules", ".yaml"), rules());
        // Two servers, each with a policy of its own, so that they can take turns.
        try (var one = Installed.start();
                var other = Installed.start(policy.toString());
                var target = new GatewayTarget(one);
                var otherTarget = new GatewayTarget(other);
                var permissive = target.client(0);
                var ruled = otherTarget.client(0);
                var limited = otherTarget.client(1, new Conduct(limits, false, false, null))) {
            print(new GateBench(permissive, ruled, limited).measure());
        } finally {
            Files.delete(policy);
        }
    }

    private Measured measure() throws Exception {
        var measured = new Measured();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            var into = round < 0 ? new Measured() : measured;
            var kinds = Kind.values();
            for (int i = 0; i < kinds.length; i++) {
                // The order turns, so that no kind always follows the same other.
                turn(kinds[Math.floorMod(i * (round % 2 == 0 ? 1 : -1) + round, kinds.length)], into);
            }
        }
        return measured;
    }

    private void turn(Kind kind, Measured into) throws Exception {
        switch (kind) {
            case PERMISSIVE -> times(permissive::throughGateway, into.permissive());
            case RULES -> times(ruled::throughGateway, into.rules());
            case LIMITS -> times(limited::throughGateway, into.limits());
            case COMMITS -> times(ruled::threeCommits, into.commits());
            case INSERT -> times(ruled::durableInsert, into.insert());
        }
    }

    private static void times(Latencies.Work work, Latencies into) throws Exception {
        for (int i = 0; i < TIMES; i++) {
            into.time(work);
        }
    }

    /** The last rule decides, so that all that are left are looked at, twice: before the update and on its effects. */
    private static String rules() {
        var yaml = new StringBuilder("policy: 1\nname: bench\nrules:\n");
        for (int i = 1; i <= RULES; i++) {
            var target = i % (RULES / LEFT) == 0 ? GatewayTarget.NAME : "target-" + i;
            yaml.append("  - {id: rule-%d, match: {tier: write, target: %s}, %s}%n"
                    .formatted(i, target, i == RULES ? ALLOWS : HOLDS));
        }
        return yaml.toString();
    }

    private static void print(Measured took) {
        System.out.println("three commits             " + took.commits());
        System.out.println("gateway, permissive       " + took.permissive());
        System.out.println("gateway, 100 rules        " + took.rules());
        System.out.println("gateway, rules and limits " + took.limits());
        System.out.println("a durable insert          " + took.insert());
        var policy = took.rules().p50Ms() - took.permissive().p50Ms();
        System.out.printf(Locale.ROOT, "100 rules instead of three add %.2f ms%n", policy);
        var insert = took.insert().p50Ms();
        var added = took.rules().p50Ms() - took.commits().p50Ms();
        var limits = took.limits().p50Ms() - took.rules().p50Ms();
        System.out.printf(
                Locale.ROOT,
                "gate added_p50_ms=%.2f added_limits_p50_ms=%.2f inserts=%.2f limits_inserts=%.2f%n",
                added,
                limits,
                added / insert,
                limits / insert);
    }
}
