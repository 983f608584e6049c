package dev.astern.verify.lines;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Threads for work whose results are wanted in order. There are none before the first work that is worth one. */
final class Workers implements AutoCloseable {
    private final int threads;
    private @Nullable ExecutorService pool;

    Workers(int threads) {
        this.threads = threads;
    }

    /** How much to start before the first result is taken. */
    int ahead() {
        return 2 * threads;
    }

    /** @param large whether another thread is to do it; otherwise it is done when this returns */
    <T> Future<T> start(Callable<T> work, boolean large) {
        var task = new FutureTask<>(work);
        if (large) {
            if (pool == null) {
                pool = Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().daemon().name("verify-", 0).factory());
            }
            pool.execute(task);
        } else {
            task.run();
        }
        return task;
    }

    static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while verifying", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a check threw: bug", e);
        }
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.shutdownNow();
        }
    }
}
