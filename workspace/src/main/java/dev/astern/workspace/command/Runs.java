package dev.astern.workspace.command;

import dev.astern.workspace.command.Ran.Killed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One command from its start to the end of its last process. */
public final class Runs {
    private static final long LOOK_MS = 10;
    private static final Duration UNTIL_DEAD = Duration.ofSeconds(10);

    private final Cell cell;
    private final String actionId;
    private final Runnable meanwhile;

    private volatile @Nullable Killed killed;

    /** @param meanwhile done again and again while it runs */
    public Runs(Cell cell, String actionId, Runnable meanwhile) {
        this.cell = cell;
        this.actionId = actionId;
        this.meanwhile = meanwhile;
    }

    /** From another thread: the command is to end now. */
    public void cancel() {
        if (killed == null) {
            killed = Killed.CANCELLED;
        }
    }

    /** @throws IOException where it could not be started; then it did nothing */
    public Ran run(Command command, Duration timeout) throws IOException {
        return cell.onItsThread(() -> started(command, timeout));
    }

    private Ran started(Command command, Duration timeout) throws IOException {
        long start = System.nanoTime();
        var process = cell.start(command, actionId);
        awaitEnd(process, start + timeout.toNanos());
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        if (killed == null && !cell.entered()) {
            throw new NotStarted("the sandbox could not be set up: "
                    + Files.readString(cell.stderr(), StandardCharsets.ISO_8859_1)
                            .strip());
        }
        return new Ran(process.exitValue(), killed, cell.stdout(), cell.stderr(), took);
    }

    private void awaitEnd(Process process, long deadline) throws IOException {
        boolean ended = false;
        while (!ended && killed == null) {
            ended = waited(process, LOOK_MS);
            meanwhile.run();
            if (!ended && System.nanoTime() - deadline >= 0) {
                killed = Killed.TIMEOUT;
            } else if (printed() > cell.limits().outputBytes()) {
                // Also of one that ended before anybody looked: what was kept may not depend on who was quicker.
                killed = Killed.TOO_MUCH_OUTPUT;
            }
        }
        kill(process);
    }

    private long printed() throws IOException {
        return Files.size(cell.stdout()) + Files.size(cell.stderr());
    }

    /** Returns when nothing of it runs any more. */
    private void kill(Process process) throws IOException {
        if (cell.level() == Level.BARE) {
            killGroup(process);
            return;
        }
        long giveUp = System.nanoTime() + UNTIL_DEAD.toNanos();
        // The first process of the namespace takes all others with it, and the one around it waits for that.
        while (process.isAlive() && System.nanoTime() - giveUp < 0) {
            process.children().forEach(ProcessHandle::destroyForcibly);
            if (waited(process, LOOK_MS)) {
                return;
            }
        }
        process.destroyForcibly();
        if (!waited(process, UNTIL_DEAD.toMillis())) {
            throw new IOException("the command can't be killed");
        }
    }

    private void killGroup(Process process) throws IOException {
        new ProcessBuilder("kill", "-KILL", "--", "-" + process.pid())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.destroyForcibly();
        if (!waited(process, UNTIL_DEAD.toMillis())) {
            throw new IOException("the command can't be killed");
        }
        long giveUp = System.nanoTime() + UNTIL_DEAD.toNanos();
        while (killMarked()) {
            if (System.nanoTime() - giveUp >= 0) {
                throw new IOException("the command's processes can't be killed");
            }
        }
    }

    /** Those that left the group still carry the cell's mark. Returns whether there was one. */
    private boolean killMarked() {
        var mark = cell.mark();
        return ProcessHandle.allProcesses()
                        .filter(handle ->
                                handle.pid() != ProcessHandle.current().pid())
                        .filter(handle -> carries(handle, mark))
                        .filter(ProcessHandle::destroyForcibly)
                        .count()
                > 0;
    }

    private static boolean carries(ProcessHandle handle, String mark) {
        try {
            var environment =
                    Files.readString(Path.of("/proc/" + handle.pid() + "/environ"), StandardCharsets.ISO_8859_1);
            return List.of(environment.split("\0")).contains(mark);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean waited(Process process, long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
