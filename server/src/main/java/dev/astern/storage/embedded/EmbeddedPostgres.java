package dev.astern.storage.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL that lives beside this process and, after a kill, beside the next one: whoever opens the folder finds the
 * postmaster that still runs and takes it over. Should the postmaster die, it is started again on the same port.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final long RETRY_MS = 1_000;
    /** A thread of its own, which may wait: the common pool has few, and the ends of processes are told there. */
    private static final Executor RESTARTS =
            task -> Thread.ofPlatform().daemon().name("astern-postgres-restart").start(task);

    private final EmbeddedPostgresSettings settings;
    private final Cluster cluster;
    private final FolderLock lock;
    private Postmaster postmaster;
    private boolean closed;
    private boolean killed;

    private EmbeddedPostgres(
            EmbeddedPostgresSettings settings, Cluster cluster, FolderLock lock, Postmaster postmaster) {
        this.settings = settings;
        this.cluster = cluster;
        this.lock = lock;
        this.postmaster = postmaster;
    }

    /** Makes the cluster if there is none, starts it or takes it over, and waits until it answers. */
    public static EmbeddedPostgres open(EmbeddedPostgresSettings settings) {
        try {
            Files.createDirectories(settings.folder());
            var lock = FolderLock.tryTake(settings.folder());
            if (lock == null) {
                throw new EmbeddedPostgresException(
                        settings.folder() + " is in use by another running server; give each its own data folder.");
            }
            try {
                return open(settings, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL can't be started in " + settings.folder() + ": " + e.getMessage(), e);
        }
    }

    private static EmbeddedPostgres open(EmbeddedPostgresSettings settings, FolderLock lock) throws IOException {
        var cluster = Cluster.open(settings, Binaries.unpackedIn(settings.binaries()));
        var postmaster = Postmaster.leftIn(cluster, settings.startTimeout());
        if (postmaster != null && !runsWith(cluster, postmaster)) {
            postmaster.stop(cluster, true);
            postmaster = null;
        }
        if (postmaster == null) {
            postmaster = Postmaster.start(cluster, options(settings), Postmaster.freePort(), settings.startTimeout());
        }
        var opened = new EmbeddedPostgres(settings, cluster, lock, postmaster);
        opened.check();
        opened.watch(postmaster);
        return opened;
    }

    /** Whether it is this version's; where the system does not tell, it is taken to be. */
    private static boolean runsWith(Cluster cluster, Postmaster postmaster) {
        var ours = cluster.program("postgres");
        return postmaster.process().info().command().orElse(ours).equals(ours);
    }

    private static Map<String, String> options(EmbeddedPostgresSettings settings) {
        var options = new LinkedHashMap<String, String>();
        options.put("listen_addresses", "127.0.0.1");
        options.put("unix_socket_directories", "");
        options.put("max_connections", "100");
        options.put("max_wal_size", "2GB");
        options.put("jit", "off");
        // For whoever else's password: the cluster was made with less, for its own.
        options.put("scram_iterations", "4096");
        options.put("log_checkpoints", "off");
        // Statements and rows belong to targets' owners: none of them may end up in a log file.
        options.put("log_min_messages", "fatal");
        options.put("log_min_error_statement", "panic");
        options.put("log_error_verbosity", "terse");
        if (!settings.durable()) {
            // A killed process still loses nothing: what is committed has reached the operating system.
            options.put("fsync", "off");
            options.put("full_page_writes", "off");
        }
        options.putAll(settings.options());
        return options;
    }

    /** That what answers at the port is this cluster, and lets us in. */
    private void check() {
        try (var connection = DriverManager.getConnection(url(), user(), password());
                var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT current_setting('data_directory')")) {
            result.next();
            var found = result.getString(1);
            if (!found.equals(cluster.data().toString())) {
                throw new EmbeddedPostgresException(
                        "Port " + port() + " is answered by the cluster " + found + ", not by " + cluster.data());
            }
        } catch (SQLException e) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL in " + cluster.folder() + " refuses us: " + e.getMessage(), e);
        }
    }

    private void watch(Postmaster watched) {
        var _ = watched.process().onExit().thenAcceptAsync(process -> restart(watched), RESTARTS);
    }

    private synchronized void restart(Postmaster dead) {
        if (closed || killed || !postmaster.equals(dead)) {
            return;
        }
        try {
            postmaster = Postmaster.start(cluster, options(settings), dead.port(), settings.startTimeout());
            watch(postmaster);
        } catch (IOException | RuntimeException e) {
            // Nobody waits for this; every caller of the store gets its own error until it works again.
            System.getLogger(EmbeddedPostgres.class.getName())
                    .log(System.Logger.Level.ERROR, "PostgreSQL died and can't be started again yet", e);
            var later = CompletableFuture.delayedExecutor(RETRY_MS, TimeUnit.MILLISECONDS, RESTARTS);
            var _ = CompletableFuture.runAsync(() -> restart(dead), later);
        }
    }

    /** The database that is there from the start. */
    public String url() {
        return url("postgres");
    }

    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    public String user() {
        return Cluster.USER;
    }

    public String password() {
        return cluster.password();
    }

    /** Stays the same while this is open. */
    public synchronized int port() {
        return postmaster.port();
    }

    /** The postmaster's process, for tests that kill it. */
    public synchronized long pid() {
        return postmaster.process().pid();
    }

    /** As a power cut that lasts: nothing of it goes on, and it is not started again. For tests and measurements. */
    synchronized void kill() {
        killed = true;
        postmaster.kill();
    }

    /** Stops it in order. */
    @Override
    public void close() {
        stop(true);
    }

    synchronized void stop(boolean clean) {
        if (closed) {
            return;
        }
        closed = true;
        postmaster.stop(cluster, clean);
        try {
            lock.close();
        } catch (IOException e) {
            throw new EmbeddedPostgresException("The lock can't be released: " + e.getMessage(), e);
        }
    }
}
