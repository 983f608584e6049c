package dev.astern.workspace.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where one command runs: a layer of its own, and the sandbox around it, which can stand ready before there is a command.
 * Making it is most of what a command costs.
 */
public final class Cell implements AutoCloseable {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final Duration UNTIL_DEAD = Duration.ofSeconds(10);
    private static final String ACTION = "ASTERN_ACTION";
    private static final String MARK = "ASTERN_CELL";

    private final Level level;
    private final Sandbox sandbox;
    private final Path layer;
    private final String mounts;
    private final ExecutorService thread;
    private @Nullable Process process;

    private Cell(Level level, Sandbox sandbox, Path layer) throws IOException {
        this.level = level;
        this.sandbox = sandbox;
        this.layer = layer;
        this.mounts = level == Level.BARE ? "" : Files.readString(MOUNTS);
        // The kernel ends a process with the thread that started it, so it is started by one that stays.
        this.thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name(name()).factory());
    }

    /** @param layers the folder that its layer is made in; outside the workspace */
    static Cell make(Level level, Sandbox sandbox, Path layers) throws IOException {
        var cell = new Cell(level, sandbox, Layers.make(layers, "cell-" + UUID.randomUUID()));
        try {
            if (level != Level.BARE) {
                cell.onItsThread(() -> cell.prepare());
            }
            return cell;
        } catch (IOException e) {
            cell.close();
            throw e;
        }
    }

    public Path layer() {
        return layer;
    }

    Level level() {
        return level;
    }

    Limits limits() {
        return sandbox.limits();
    }

    Path stdout() {
        return layer.resolve("stdout");
    }

    Path stderr() {
        return layer.resolve("stderr");
    }

    /** Whether what stands ready is still what would be made now: it has the host's mounts as they were then. */
    boolean current() {
        try {
            return process != null && process.isAlive() && mounts.equals(Files.readString(MOUNTS));
        } catch (IOException e) {
            return false;
        }
    }

    private Process prepare() throws IOException {
        var shell = builder().command(sandbox.shell(layer));
        shell.environment().putAll(environment());
        process = shell.start();
        write(process, sandbox.prepared(level, layer));
        return process;
    }

    /** Starts the command; on the cell's own thread. */
    Process start(Command command, String actionId) throws IOException {
        var mark = Map.of(ACTION, actionId, MARK, name());
        var waiting = process;
        if (waiting == null) {
            var bare = builder()
                    .command(sandbox.bare(command))
                    .redirectInput(Path.of("/dev/null").toFile());
            bare.environment().putAll(environment());
            bare.environment().putAll(mark);
            process = bare.start();
            return process;
        }
        write(waiting, sandbox.entered(level, layer, command, mark));
        return waiting;
    }

    /** A process that carries it was started in this cell, whatever else runs for the same action. */
    String mark() {
        return MARK + "=" + name();
    }

    private String name() {
        return layer.getFileName().toString();
    }

    /** Whether everything around the command was there, so that it was started. */
    boolean entered() throws IOException {
        return level == Level.BARE || Files.size(layer.resolve("ready")) > 0;
    }

    /** What it can't be written to has ended, and says itself why. */
    private static void write(Process shell, byte[] script) {
        try {
            var in = shell.getOutputStream();
            in.write(script);
            in.flush();
        } catch (IOException e) {
            return;
        }
    }

    <T> T onItsThread(Callable<T> work) throws IOException {
        try {
            return CompletableFuture.supplyAsync(() -> called(work), thread).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException io) {
                throw io.getCause();
            }
            throw e;
        }
    }

    private static <T> T called(Callable<T> work) {
        try {
            return work.call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private ProcessBuilder builder() {
        var builder = new ProcessBuilder()
                .redirectOutput(stdout().toFile())
                .redirectError(stderr().toFile())
                .directory(layer.toFile());
        builder.environment().clear();
        return builder;
    }

    private Map<String, String> environment() {
        var temporary = level == Level.BARE ? layer.toString() : "/tmp";
        var all = new HashMap<String, String>();
        all.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        all.put("LANG", "C.UTF-8");
        all.put("TERM", "dumb");
        all.put("HOME", temporary);
        all.put("TMPDIR", temporary);
        all.putAll(sandbox.limits().environment());
        return all;
    }

    /** With all that is in its layer. What can't be removed is when the workspace is opened the next time. */
    @Override
    public void close() {
        var left = process;
        if (left != null && left.isAlive()) {
            end(left);
        }
        thread.shutdown();
        try {
            Layers.remove(layer);
        } catch (IOException e) {
            // It is not the workspace's, and nobody sees it.
            return;
        }
    }

    /** A shell that nothing is written to any more ends. */
    private static void end(Process shell) {
        try {
            shell.getOutputStream().close();
            if (shell.waitFor(UNTIL_DEAD.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (IOException e) {
            // It is ended the hard way.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        shell.destroyForcibly();
    }
}
