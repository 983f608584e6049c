package dev.astern.workspace.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The cells of one workspace. After a command one is made for the next, while nobody waits for it. */
public final class Cells implements AutoCloseable {
    /** One that nobody comes for is given up: it keeps file systems busy that somebody may want to unmount. */
    private static final Duration UNUSED = Duration.ofMinutes(1);

    private final Level level;
    private final Sandbox sandbox;
    private final Path layers;
    private final ReentrantLock one = new ReentrantLock();
    private @Nullable Cell ahead;
    private boolean closed;

    /** @param layers the folder that cells' layers are made in; outside the workspace */
    public Cells(Level level, Sandbox sandbox, Path layers) {
        this.level = level;
        this.sandbox = sandbox;
        this.layers = layers;
    }

    public Limits limits() {
        return sandbox.limits();
    }

    /** One for a single command; whoever takes it closes it. */
    public Cell take() throws IOException {
        one.lock();
        try {
            var ready = ahead;
            ahead = null;
            if (ready != null && ready.current()) {
                return ready;
            }
            if (ready != null) {
                ready.close();
            }
        } finally {
            one.unlock();
        }
        return Cell.make(level, sandbox, layers);
    }

    /** Has one made for the next command. */
    public void prepare() {
        if (level != Level.BARE) {
            Thread.ofVirtual().name("next cell").start(this::make);
        }
    }

    private void make() {
        one.lock();
        try {
            if (ahead == null && !closed) {
                var made = Cell.make(level, sandbox, layers);
                ahead = made;
                CompletableFuture.delayedExecutor(UNUSED.toSeconds(), TimeUnit.SECONDS)
                        .execute(() -> giveUp(made));
            }
        } catch (IOException e) {
            // Whoever runs the next command makes one and is told why it does not work.
            return;
        } finally {
            one.unlock();
        }
    }

    private void giveUp(Cell unused) {
        one.lock();
        try {
            if (ahead == unused) {
                ahead = null;
                unused.close();
            }
        } finally {
            one.unlock();
        }
    }

    @Override
    public void close() {
        one.lock();
        try {
            closed = true;
            if (ahead != null) {
                giveUp(ahead);
            }
        } finally {
            one.unlock();
        }
    }
}
