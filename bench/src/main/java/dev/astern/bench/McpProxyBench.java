package dev.astern.bench;

import dev.astern.model.Session;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/**
 * What the gateway adds to a call of an MCP server's tool, with durable receipts: of a write, whose before-state is read and
 * kept and which is read back, and of a read. Proxied and direct calls take turns in one run.
 */
public final class McpProxyBench {
    private static final int ROUNDS = 12;
    private static final int WARM_UP = 4;
    private static final int TIMES = 100;
    private static final int CLIENTS = 16;
    private static final int CALLS = 100;

    private McpProxyBench() {}

    public static void main(String... args) throws Exception {
        try (var installed = Installed.start();
                var target = new McpProxyTarget(installed)) {
            var write = measure(target, "write_file");
            var read = measure(target, "read_text_file");
            double perSecond = throughput(target);
            double insert = insert(installed).p50Ms();
            System.out.printf(
                    Locale.ROOT,
                    "mcp-proxy added_p50_ms=%.2f added_p99_ms=%.2f read_added_p50_ms=%.2f calls_per_second=%.0f"
                            + " added_p50_inserts=%.1f%n",
                    write.added(0.50),
                    write.added(0.99),
                    read.added(0.50),
                    perSecond,
                    write.added(0.50) / insert);
        }
    }

    private static Latencies insert(Installed installed) throws Exception {
        var inserts = new Latencies();
        try (var insert = new DurableInsert(installed)) {
            for (int i = 0; i < TIMES * 2; i++) {
                inserts.time(insert::run);
            }
        }
        System.out.println("a durable insert  " + inserts);
        return inserts;
    }

    private record Measured(Latencies proxied, Latencies direct) {
        double added(double share) {
            return proxied.percentileMs(share) - direct.percentileMs(share);
        }
    }

    private static Map<String, Object> arguments(String tool, String path, int number) {
        return tool.equals("write_file") ? Map.of("path", path, "content", "version " + number) : Map.of("path", path);
    }

    private static Measured measure(McpProxyTarget target, String tool) throws Exception {
        var session = target.session(0);
        var measured = new Measured(new Latencies(), new Latencies());
        int number = 0;
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            var into = round < 0 ? new Measured(new Latencies(), new Latencies()) : measured;
            for (int i = 0; i < TIMES; i++) {
                var arguments = arguments(tool, "/one", ++number);
                into.proxied().time(() -> target.proxied(session, tool, arguments));
                into.direct().time(() -> target.direct(tool, arguments));
            }
        }
        System.out.println(tool);
        System.out.println("  proxied  " + measured.proxied());
        System.out.println("  direct   " + measured.direct());
        return measured;
    }

    /** Writes of many agents at once, each to a file of its own. */
    private static double throughput(McpProxyTarget target) throws Exception {
        var sessions = new ArrayList<Session>();
        for (int i = 0; i < CLIENTS; i++) {
            sessions.add(target.session(i + 1));
        }
        try (var executor = Executors.newFixedThreadPool(CLIENTS)) {
            var work = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < CLIENTS; i++) {
                var session = sessions.get(i);
                var path = "/many-" + i;
                work.add(() -> calls(target, session, path));
            }
            long from = System.nanoTime();
            for (var done : executor.invokeAll(work)) {
                done.get();
            }
            return CLIENTS * CALLS / ((System.nanoTime() - from) / 1e9);
        }
    }

    private static boolean calls(McpProxyTarget target, Session session, String path) {
        for (int i = 0; i < CALLS; i++) {
            target.proxied(session, "write_file", arguments("write_file", path, i));
        }
        return true;
    }
}
