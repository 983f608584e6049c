package dev.astern.storage.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A running postmaster that takes connections.
 *
 * @param process it
 * @param port on the loopback address
 */
record Postmaster(ProcessHandle process, int port) {
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    /** By then PostgreSQL has killed those of its processes that did not quit by themselves. */
    private static final Duration QUIT_TIMEOUT = Duration.ofSeconds(10);

    /** Starts one; waits for what a killed predecessor's children still hold. */
    static Postmaster start(Cluster cluster, Map<String, String> options, int port, Duration timeout)
            throws IOException {
        var deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            var log = ServerLog.openForStart(cluster.log());
            var process = launch(cluster, options, port);
            var ended = awaitReady(cluster, process, deadline);
            if (!ended) {
                return new Postmaster(process.toHandle(), port);
            }
            var tail = log.tail();
            if (!ServerLog.tellsOfPredecessor(tail) || System.nanoTime() >= deadline) {
                throw new EmbeddedPostgresException("PostgreSQL ended with status " + process.exitValue()
                        + " while starting in " + cluster.folder() + ". Its log ends with:\n" + tail);
            }
            pause();
        }
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Process launch(Cluster cluster, Map<String, String> options, int port) throws IOException {
        var command = new ArrayList<>(
                List.of(cluster.program("postgres"), "-D", cluster.data().toString(), "-p", Integer.toString(port)));
        options.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        var log = ProcessBuilder.Redirect.appendTo(cluster.log().toFile());
        return Command.builder(cluster.folder(), cluster.runAs().detached(command))
                .redirectErrorStream(true)
                .redirectOutput(log)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .start();
    }

    /** False once it is ready, true when it has ended instead. */
    private static boolean awaitReady(Cluster cluster, Process process, long deadline) throws IOException {
        while (process.isAlive()) {
            var file = PostmasterFile.read(cluster.data());
            if (file.isPresent()
                    && file.get().pid() == process.pid()
                    && file.get().ready()) {
                return false;
            }
            if (System.nanoTime() >= deadline) {
                process.destroyForcibly();
                throw new EmbeddedPostgresException("PostgreSQL was not ready in time in " + cluster.folder()
                        + ". Its log ends with:\n" + new ServerLog(cluster.log(), 0).tail());
            }
            pause();
        }
        return true;
    }

    static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("Interrupted while waiting for PostgreSQL", e);
        }
    }

    /** Ends it: sessions are cut, everything committed is kept. */
    void stop(Cluster cluster, boolean clean) {
        var signal = clean ? "INT" : "QUIT";
        Command.run(
                cluster.folder(),
                cluster.runAs()
                        .command(List.of(cluster.program("pg_ctl"), "kill", signal, Long.toString(process.pid()))));
        if (ended(clean ? STOP_TIMEOUT : QUIT_TIMEOUT)) {
            return;
        }
        if (clean) {
            throw new EmbeddedPostgresException("PostgreSQL in " + cluster.folder() + " does not stop");
        }
        // What is not to be kept need not be waited for: its children end when they see that it is gone.
        process.destroyForcibly();
        if (!ended(STOP_TIMEOUT)) {
            throw new EmbeddedPostgresException("PostgreSQL in " + cluster.folder() + " can't be killed");
        }
    }

    /** Its children end when they see that it is gone, which those do at once that wait for a client. */
    void kill() {
        process.destroyForcibly();
        if (!ended(STOP_TIMEOUT)) {
            throw new EmbeddedPostgresException("PostgreSQL (process " + process.pid() + ") can't be killed");
        }
    }

    /** It is looked at: being told takes a thread of the common pool, which may have none to spare for long. */
    private boolean ended(Duration timeout) {
        var deadline = System.nanoTime() + timeout.toNanos();
        while (process.isAlive()) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            pause();
        }
        return true;
    }

    /** The one that a killed process of ours has left behind, once it is ready; or null. */
    static @org.jspecify.annotations.Nullable Postmaster leftIn(Cluster cluster, Duration timeout) throws IOException {
        var deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            var file = PostmasterFile.read(cluster.data()).orElse(null);
            var process = file == null ? null : ProcessHandle.of(file.pid()).orElse(null);
            if (file == null || process == null || !process.isAlive()) {
                return null;
            }
            var program = process.info().command().orElse("postgres");
            if (!program.endsWith("postgres")) {
                // The number was given to somebody else since; PostgreSQL itself would take that for a postmaster.
                Files.deleteIfExists(cluster.data().resolve(PostmasterFile.NAME));
                return null;
            }
            if (file.ready()) {
                return new Postmaster(process, file.port());
            }
            if (System.nanoTime() >= deadline) {
                throw new EmbeddedPostgresException("A PostgreSQL left behind in " + cluster.folder() + " (process "
                        + file.pid() + ") does not get ready");
            }
            pause();
        }
    }
}
