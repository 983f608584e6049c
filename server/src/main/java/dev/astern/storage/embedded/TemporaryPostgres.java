package dev.astern.storage.embedded;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * An embedded PostgreSQL that is thrown away when closed, for tests and measurements. What killed processes have left
 * under the same folder is cleared away at the next start.
 */
public final class TemporaryPostgres implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(1);
    private static final String PREFIX = "run-";

    private final Path folder;
    private final EmbeddedPostgres postgres;

    private TemporaryPostgres(Path folder, EmbeddedPostgres postgres) {
        this.folder = folder;
        this.postgres = postgres;
    }

    /**
     * @param under keeps the unpacked binaries for the next time
     * @param durable false to make it fast and unfit for a power cut
     * @param options settings of {@code postgresql.conf}; logging in is cheap unless they say otherwise
     */
    public static TemporaryPostgres start(Path under, boolean durable, Map<String, String> options) {
        try {
            var folder = Files.createDirectories(under.toAbsolutePath());
            clear(folder);
            var own = Files.createTempDirectory(folder, PREFIX);
            var all = new HashMap<>(Map.of("scram_iterations", "1"));
            all.putAll(options);
            var settings =
                    new EmbeddedPostgresSettings(own, folder.resolve("postgres-binaries"), durable, all, START_TIMEOUT);
            return new TemporaryPostgres(own, EmbeddedPostgres.open(settings));
        } catch (IOException e) {
            throw new EmbeddedPostgresException("No PostgreSQL under " + under + ": " + e.getMessage(), e);
        }
    }

    private static void clear(Path under) throws IOException {
        try (var folders = Files.newDirectoryStream(under, PREFIX + "*")) {
            for (var folder : folders) {
                // Without a lock file it may be one that another process is making at this very moment.
                if (Files.exists(folder.resolve(FolderLock.NAME))) {
                    clearUnlessInUse(folder);
                }
            }
        }
    }

    private static void clearUnlessInUse(Path folder) throws IOException {
        try (var lock = FolderLock.tryTake(folder)) {
            if (lock == null) {
                return;
            }
            var left = PostmasterFile.read(folder.resolve("data"));
            var process = left.flatMap(file -> ProcessHandle.of(file.pid()));
            process.filter(p -> p.info().command().orElse("").endsWith("postgres"))
                    .ifPresent(p -> {
                        p.destroyForcibly();
                        p.onExit().join();
                    });
            Folders.delete(folder);
        } catch (DirectoryNotEmptyException e) {
            // Its last processes are still writing; the next start clears it.
            return;
        }
    }

    public EmbeddedPostgres postgres() {
        return postgres;
    }

    /** As a power cut that lasts; it is only good for being closed then. */
    public void kill() {
        postgres.kill();
    }

    @Override
    public void close() {
        postgres.stop(false);
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(folder + " can't be removed: " + e.getMessage(), e);
        }
    }
}
