package dev.astern.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A short sample in every build; many more kills with {@code .ci/crash.sh}. */
final class CrashTest {
    private static final int SAMPLE = 10;

    @Test
    void killing_anything_at_any_moment_loses_nothing_acknowledged_and_repeats_nothing() throws Exception {
        int kills = Integer.getInteger("astern.crash.kills", SAMPLE);
        long seed = Long.getLong("astern.crash.seed", System.nanoTime());
        System.out.println("crash test: seed " + seed);
        var folder = Files.createDirectories(Path.of("target", "postgres").toAbsolutePath());
        try (var run = new CrashRun(folder, seed)) {
            System.out.println("crash test: " + run.run(kills));
            System.out.println("crash test: " + run.kills() + " kills");
            assertThat(run.kills()).isGreaterThanOrEqualTo(kills);
        }
    }
}
