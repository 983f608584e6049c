package dev.astern.bench;

import dev.astern.stop.LocalStop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Two server processes over one store, a hundred sessions that write through them, and stops from outside: from the
 * request to the acknowledgement, with both nodes well, with one of them paused by a signal, and with the store killed.
 * Both nodes well is measured twice: with sessions that write more often than the machine can keep up with, and with
 * sessions that think as long as a model does. What took effect afterwards is counted at the target, by the time that its
 * log has for each commit. Servers that have just been started are slower; what they need is told and not counted.
 */
public final class StopBench {
    private static final int SESSIONS = 100;
    private static final int BUSY_MS = Integer.getInteger("astern.think", 500);
    private static final int THOUGHTFUL_MS = 4 * BUSY_MS;
    private static final int COLD_ROUNDS = Integer.getInteger("astern.cold", 40);
    private static final int ROUNDS = Integer.getInteger("astern.rounds", 120);
    private static final int PAUSED_ROUNDS = Integer.getInteger("astern.paused", 20);
    private static final int LISTINGS = 20_000;
    private static final Duration BETWEEN = Duration.ofMillis(250);
    private static final Duration SETTLES = Duration.ofMillis(100);
    private static final Duration AFTER_KILL = Duration.ofSeconds(6);
    private static final int LEASE_MS = 2_000;

    private final StopSite site;
    private final List<String> after = new ArrayList<>();
    private long listed;

    private StopBench(StopSite site) {
        this.site = site;
    }

    public static void main(String... args) throws Exception {
        var listing = listing();
        try (var site = StopSite.start();
                var agents = new StopAgents(site, SESSIONS, BUSY_MS)) {
            Thread.sleep(3_000);
            new StopBench(site).run(agents, listing);
        }
    }

    private void run(StopAgents agents, Latencies listing) throws Exception {
        well("just started", COLD_ROUNDS, agents);
        var busy = well("every " + BUSY_MS + " ms", ROUNDS, agents);
        agents.think(THOUGHTFUL_MS);
        Thread.sleep(BUSY_MS);
        var thoughtful = well("every " + THOUGHTFUL_MS + " ms", ROUNDS, agents);
        agents.think(BUSY_MS);

        var paused = new Timing();
        for (int round = 0; round < PAUSED_ROUNDS; round++) {
            site.second().pause();
            try {
                round("paused round " + round, paused);
            } finally {
                site.second().resume();
            }
        }
        System.out.println("one node paused     " + paused.all + "; in all " + agents.applied() + " applied, "
                + agents.refused() + " refused as stopped, " + listed + " listed as in flight");

        double untilClosed = killed();
        System.out.printf(Locale.ROOT, "store killed        last effect after %.0f ms%n", untilClosed);
        System.out.printf(
                Locale.ROOT,
                "stop folder         listed in p50 %.1f us, p99 %.1f us%n",
                listing.p50Ms() * 1e3,
                listing.percentileMs(0.99) * 1e3);
        after.forEach(effect -> System.out.println("AFTER " + effect));
        System.out.printf(
                Locale.ROOT,
                "stop p99_ms=%.1f p99_inserts=%.1f thoughtful_p99_ms=%.1f thoughtful_p99_inserts=%.1f"
                        + " degraded_p99_ms=%.0f lease_ms=%d effects_after=%d listing_inserts=%.4f%n",
                busy.all.percentileMs(0.99),
                busy.all.percentileMs(0.99) / busy.inserts.p50Ms(),
                thoughtful.all.percentileMs(0.99),
                thoughtful.all.percentileMs(0.99) / thoughtful.inserts.p50Ms(),
                Math.max(paused.all.percentileMs(0.99), untilClosed),
                LEASE_MS,
                after.size(),
                listing.p50Ms() / busy.inserts.p50Ms());
    }

    private Timing well(String name, int rounds, StopAgents agents) throws Exception {
        var well = new Timing();
        long before = agents.applied();
        for (int round = 0; round < rounds; round++) {
            well.inserts.time(site::durableInsert);
            round(name + ", round " + round, well);
        }
        System.out.println("both nodes well, each session writes " + name + ": " + (agents.applied() - before)
                + " actions applied");
        System.out.println("  from request to acknowledgement  " + well.all);
        System.out.println("    until it is placed             " + well.arrives);
        System.out.println("    until it holds                 " + well.holds);
        System.out.println("    until it is told               " + well.told);
        System.out.println("  a durable insert                 " + well.inserts);
        return well;
    }

    /** From the request to the answer, and where the time goes: the server's and this process' clock are one. */
    private static final class Timing {
        private final Latencies inserts = new Latencies();
        private final Latencies all = new Latencies();
        private final Latencies arrives = new Latencies();
        private final Latencies holds = new Latencies();
        private final Latencies told = new Latencies();
    }

    private void round(String name, Timing into) throws Exception {
        Thread.sleep(BETWEEN);
        var placed = new ArrayList<StopSite.Placed>();
        var asked = Instant.now();
        into.all.time(() -> placed.add(site.stop()));
        var acknowledged = Instant.now();
        var stop = placed.getFirst();
        into.arrives.add(Duration.between(asked, stop.placed()));
        into.holds.add(Duration.between(stop.placed(), stop.holds()));
        into.told.add(Duration.between(stop.holds(), acknowledged));
        Thread.sleep(SETTLES);
        // A paused node goes on while it is still stopped, so that it may show what it had in its hands.
        site.second().resume();
        Thread.sleep(SETTLES);
        var until = Instant.now();
        site.release(stop.id());
        site.effects(acknowledged, until, stop.inFlight()).forEach(effect -> after.add(name + ": " + effect));
        listed += stop.inFlight().size();
    }

    private double killed() throws Exception {
        Thread.sleep(2_000);
        var killed = Instant.now();
        site.killStore();
        Thread.sleep(AFTER_KILL);
        if (site.storeIsBack()) {
            throw new IllegalStateException("the store was started again, so that nothing was measured: bug");
        }
        return Math.max(0, Duration.between(killed, site.lastEffect()).toNanos() / 1e6);
    }

    /** What each write does twice because of stops by a file. */
    private static Latencies listing() throws Exception {
        var folder = Files.createTempDirectory(Files.createDirectories(Path.of("bench", "target")), "stop");
        try {
            var local = new LocalStop(folder);
            var listing = new Latencies();
            for (int i = 0; i < LISTINGS; i++) {
                listing.time(() -> {
                    if (local.problem().isPresent()) {
                        throw new IllegalStateException("stopped by an empty folder: bug");
                    }
                });
            }
            return listing;
        } finally {
            Files.delete(folder);
        }
    }
}
