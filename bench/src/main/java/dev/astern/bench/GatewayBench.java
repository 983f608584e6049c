package dev.astern.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The gateway's whole path for a one-row update, against the same three durable commits over bare JDBC, and against the
 * bare statement. All kinds take turns in one run, so that whatever else the machine does meets all of them alike.
 */
public final class GatewayBench {
    private static final int ROUNDS = 12;
    private static final int WARM_UP = 3;

    private GatewayBench() {}

    public static void main(String... args) throws Exception {
        try (var installed = Installed.start();
                var bench = new GatewayTarget(installed)) {
            var one = measure(bench, 1, 100);
            var many = measure(bench, 16, 25);
            preview(bench);
            System.out.printf(
                    Locale.ROOT,
                    "gateway p50_ratio_1=%.2f p50_ratio_16=%.2f bare_ratio_1=%.2f%n",
                    one.gateway().p50Ms() / one.commits().p50Ms(),
                    many.gateway().p50Ms() / many.commits().p50Ms(),
                    one.gateway().p50Ms() / one.statement().p50Ms());
        }
    }

    /** What each kind of work took. */
    private record Measured(Latencies gateway, Latencies commits, Latencies statement) {
        Measured() {
            this(new Latencies(), new Latencies(), new Latencies());
        }
    }

    private static Measured measure(GatewayTarget target, int clients, int times) throws Exception {
        var agents = new ArrayList<GatewayTarget.Client>();
        for (int i = 0; i < clients; i++) {
            agents.add(target.client(i));
        }
        var measured = new Measured();
        try (var executor = Executors.newFixedThreadPool(clients)) {
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                var into = round < 0 ? new Measured() : measured;
                for (int kind = 0; kind < 3; kind++) {
                    // The order turns, so that no kind always follows the same other.
                    turn(executor, agents, times, Math.floorMod(kind + round, 3), into);
                }
            }
        }
        for (var agent : agents) {
            agent.close();
        }
        System.out.println(clients + (clients == 1 ? " client" : " clients"));
        System.out.println("  gateway         " + measured.gateway());
        System.out.println("  three commits   " + measured.commits());
        System.out.println("  bare statement  " + measured.statement());
        return measured;
    }

    private static void turn(
            ExecutorService executor, List<GatewayTarget.Client> clients, int times, int kind, Measured into)
            throws Exception {
        var work = new ArrayList<Callable<Boolean>>();
        for (var client : clients) {
            work.add(() -> {
                for (int i = 0; i < times; i++) {
                    switch (kind) {
                        case 0 -> into.gateway().time(client::throughGateway);
                        case 1 -> into.commits().time(client::threeCommits);
                        default -> into.statement().time(client::bareStatement);
                    }
                }
                return true;
            });
        }
        for (var done : executor.invokeAll(work)) {
            done.get();
        }
    }

    private static void preview(GatewayTarget target) throws Exception {
        var previewed = new Latencies();
        var plain = new Latencies();
        try (var client = target.client(0)) {
            for (int i = 0; i < 8; i++) {
                previewed.time(() -> client.preview(10_000));
                plain.time(() -> client.bareUpdate(10_000));
            }
        }
        System.out.println("10,000 rows");
        System.out.println("  preview         " + previewed);
        System.out.println("  bare statement  " + plain);
        System.out.printf(Locale.ROOT, "  preview_ratio_10k=%.2f%n", previewed.p50Ms() / plain.p50Ms());
    }
}
