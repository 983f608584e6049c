package dev.astern.bench;

import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Starts a benchmark by its name. Each says how it measures, and in its last line what came out. */
public final class BenchMain {
    private static final Map<String, String> BENCHMARKS = benchmarks();

    private BenchMain() {}

    private static Map<String, String> benchmarks() {
        var names = new LinkedHashMap<String, String>();
        names.put("sql-capture", "dev.astern.bench.SqlCaptureBench");
        names.put("sql-undo", "dev.astern.bench.SqlUndoBench");
        names.put("gateway", "dev.astern.bench.GatewayBench");
        names.put("gate", "dev.astern.bench.GateBench");
        names.put("mcp-proxy", "dev.astern.bench.McpProxyBench");
        names.put("session-undo", "dev.astern.bench.SessionUndoBench");
        names.put("growth", "dev.astern.bench.GrowthBench");
        names.put("stop", "dev.astern.bench.StopBench");
        names.put("journal-append", "dev.astern.bench.JournalAppendBench");
        names.put("journal-verify", "dev.astern.bench.JournalVerifyBench");
        names.put("journal-erase", "dev.astern.bench.JournalEraseBench");
        names.put("journal-export", "dev.astern.bench.JournalExportBench");
        names.put("command", "dev.astern.bench.CommandBench");
        names.put("policy", "dev.astern.bench.PolicyBench");
        names.values().removeIf(name -> !exists(name));
        return names;
    }

    private static boolean exists(String name) {
        try {
            Class.forName(name);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    public static void main(String... args) throws ReflectiveOperationException {
        var name = args.length == 1 ? BENCHMARKS.get(args[0]) : null;
        if (name == null) {
            System.err.println("usage: bench/run NAME, one of " + BENCHMARKS.keySet());
            System.exit(2);
            return;
        }
        try {
            Class.forName(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } catch (InvocationTargetException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }
}
