package dev.astern.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** A short sample in every build; many more kills with {@code .ci/crash.sh}, of servers beside each other. */
final class CrashTest {
    private static final int SAMPLE = 10;

    @Test
    void killing_anything_at_any_moment_loses_nothing_acknowledged_and_repeats_nothing() throws Exception {
        int kills = Integer.getInteger("astern.crash.kills", SAMPLE);
        int servers = Integer.getInteger("astern.crash.servers", 1);
        long seed = Long.getLong("astern.crash.seed", System.nanoTime());
        System.out.println("crash test: seed " + seed);
        var runs = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < servers; i++) {
            var own = seed + i;
            runs.add(() -> run((kills + servers - 1) / servers, own));
        }
        int done = 0;
        try (var threads = Executors.newFixedThreadPool(servers)) {
            for (var run : threads.invokeAll(runs)) {
                done += run.get();
            }
        }
        System.out.println("crash test: " + done + " kills");
        assertThat(done).isGreaterThanOrEqualTo(kills);
    }

    /** A server's whole life, and deaths; returns how many. */
    private static int run(int kills, long seed) throws Exception {
        var folder = Files.createDirectories(Path.of("target", "postgres").toAbsolutePath());
        try (var run = new CrashRun(folder, seed)) {
            System.out.println("crash test: seed " + seed + "\n" + run.run(kills));
            return run.kills();
        }
    }
}
