package dev.astern.workspace;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.workspace.command.Layers;
import dev.astern.workspace.file.Tree;
import dev.astern.workspace.posix.Posix;
import dev.astern.workspace.posix.Stat;
import dev.astern.workspace.store.Blobs;
import dev.astern.workspace.store.Records;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A folder that agents work in, and beside it, out of their reach, all that is needed to take back what they did. One
 * process has it open at a time.
 */
public final class Workspace implements AutoCloseable {
    private final Tree tree;
    private final Path state;
    private final Blobs blobs;
    private final Records records;
    private final Clock clock;
    private final long keepLimitBytes;
    private final Stat own;
    private final FileChannel lockFile;

    /** Held while effects go into the workspace. */
    private final ReentrantLock applying = new ReentrantLock();
    /** Held while a command runs whose effects are real at once, in the places that it names. */
    private final ReentrantLock direct = new ReentrantLock();
    /** Contents are taken under the one, and forgotten under the other. */
    private final ReentrantReadWriteLock keeping = new ReentrantReadWriteLock();

    /**
     * @param root what agents work in
     * @param state where everything is kept; not in the workspace
     * @param keepLimitBytes from here on nothing that changes files runs
     */
    public Workspace(Path root, Path state, long keepLimitBytes, Clock clock) throws IOException {
        var folder = root.toRealPath();
        Files.createDirectories(state);
        this.state = state.toRealPath();
        if (this.state.startsWith(folder)) {
            throw Problem.of(Reason.BAD_REQUEST, "what is kept can't be in the workspace itself")
                    .toException();
        }
        this.clock = clock;
        this.keepLimitBytes = keepLimitBytes;
        this.lockFile = lock(this.state);
        this.tree = new Tree(folder);
        this.blobs = new Blobs(this.state.resolve("blobs"));
        this.records = new Records(this.state.resolve("actions"));
        Files.createDirectories(open());
        Layers.remove(layers());
        Files.createDirectories(layers());
        try (var mine = Posix.openFolder(open())) {
            this.own = Posix.stat(mine);
        }
        new Settling(this).settleOpen();
    }

    private static FileChannel lock(Path state) throws IOException {
        var channel = FileChannel.open(state.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw Problem.of(Reason.TARGET_NOT_READY, "another process has this workspace open")
                    .toException();
        }
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Tree tree() {
        return tree;
    }

    public Path root() {
        return tree.path();
    }

    Path state() {
        return state;
    }

    /** Names of actions whose effects are on their way into the workspace. */
    Path open() {
        return state.resolve("open");
    }

    /** Where commands' layers and output are while they run. */
    Path layers() {
        return state.resolve("layers");
    }

    Blobs blobs() {
        return blobs;
    }

    Records records() {
        return records;
    }

    Clock clock() {
        return clock;
    }

    ReentrantLock applying() {
        return applying;
    }

    ReentrantLock direct() {
        return direct;
    }

    ReentrantReadWriteLock keeping() {
        return keeping;
    }

    /** As whom this process makes files. */
    Stat own() {
        return own;
    }

    long keepLimitBytes() {
        return keepLimitBytes;
    }

    boolean full() {
        return blobs.bytes() >= keepLimitBytes;
    }

    /** Begins the names of an action's files on their way; starts with a dot, and says whose it is. */
    static String temp(String actionId) {
        return ".astern~" + Integer.toHexString(actionId.hashCode()) + "~";
    }

    @Override
    public void close() {
        tree.close();
        blobs.close();
        try {
            lockFile.close();
        } catch (IOException e) {
            // The lock ends with the process at the latest.
            return;
        }
    }
}
