package dev.astern.storage.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * How to run the embedded PostgreSQL.
 *
 * @param folder its own folder: cluster, password, log and lock; made when absent
 * @param binaries where the binaries are unpacked, one folder per version; may be shared
 * @param durable false only where losing everything in a power cut is fine, as in a test
 * @param options settings of {@code postgresql.conf} by name; they win over ours
 * @param startTimeout how long a start may take, recovery after a crash included
 */
public record EmbeddedPostgresSettings(
        Path folder, Path binaries, boolean durable, Map<String, String> options, Duration startTimeout) {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    public EmbeddedPostgresSettings {
        folder = folder.toAbsolutePath().normalize();
        binaries = binaries.toAbsolutePath().normalize();
        options = Map.copyOf(options);
        Objects.requireNonNull(startTimeout, "startTimeout");
    }

    /** Durable, under a server's data folder. */
    public static EmbeddedPostgresSettings in(Path dataFolder) {
        return new EmbeddedPostgresSettings(
                dataFolder.resolve("postgres"), dataFolder.resolve("postgres-binaries"), true, Map.of(), START_TIMEOUT);
    }
}
