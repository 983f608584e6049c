package dev.astern.workspace;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.workspace.file.RelPath;
import dev.astern.workspace.mirror.Mirror;
import dev.astern.workspace.mirror.Progress;
import dev.astern.workspace.store.BlobBatch;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a whole workspace, and copies what is not kept yet, in a thread of its own. What was copied stays when it is ended
 * in between; the next time it goes on from there.
 */
final class Baseline {
    private static final int MOST_FILES = 2_000;
    private static final long MOST_BYTES = 256L << 20;

    private final Workspace workspace;
    private final Mirror mirror;
    private final Path whole;
    private final Consumer<Progress> told;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile Progress progress = Progress.NONE;
    private volatile boolean ended;
    private volatile @Nullable String failure;
    private volatile @Nullable BlobBatch taking;
    private long filesOpen;
    private long bytesOpen;

    /** @param told of how far it is, after every path */
    Baseline(Workspace workspace, Mirror mirror, Consumer<Progress> told) {
        this.workspace = workspace;
        this.mirror = mirror;
        this.told = told;
        this.whole = whole(workspace);
    }

    /** That the first copy was once complete. */
    private static Path whole(Workspace workspace) {
        return workspace.state().resolve("mirror").resolve("whole");
    }

    /** So that everything is copied anew: nobody kept what was copied. */
    static void forget(Workspace workspace) throws IOException {
        Files.deleteIfExists(whole(workspace));
        Mirror.forget(workspace.state().resolve("mirror"));
    }

    /** @param first done before, in the same thread */
    void start(Work first) {
        Thread.ofPlatform().daemon().name("baseline").start(() -> {
            try {
                first.done();
                copy();
            } catch (IOException | RuntimeException e) {
                failure = ended ? "it was ended" : String.valueOf(e.getMessage());
            } finally {
                done.countDown();
            }
        });
    }

    interface Work {
        void done() throws IOException;
    }

    private void copy() throws IOException {
        if (!Files.exists(whole)) {
            progress = counted();
        }
        workspace.keeping().readLock().lock();
        try (var contents = workspace.blobs().batch()) {
            taking = contents;
            mirror.look(contents, (path, bytes) -> step(contents, bytes));
            keep(contents);
            if (!Files.exists(whole)) {
                Files.createFile(whole);
            }
        } finally {
            taking = null;
            workspace.keeping().readLock().unlock();
        }
    }

    private Progress counted() throws IOException {
        var all = new long[2];
        workspace.tree().walk(RelPath.ROOT, (path, stat) -> {
            goOn();
            all[0]++;
            all[1] += stat.isFile() ? stat.sizeBytes() : 0;
        });
        return new Progress(0, 0, all[0], all[1]);
    }

    private void step(BlobBatch contents, long bytes) throws IOException {
        goOn();
        var now = progress.seen(bytes);
        progress = now;
        filesOpen++;
        bytesOpen += bytes;
        if (filesOpen >= MOST_FILES || bytesOpen >= MOST_BYTES) {
            keep(contents);
        }
        told.accept(now);
    }

    private void keep(BlobBatch contents) throws IOException {
        contents.commit();
        mirror.write();
        filesOpen = 0;
        bytesOpen = 0;
    }

    private void goOn() throws InterruptedIOException {
        if (ended) {
            throw new InterruptedIOException("it was ended");
        }
    }

    /** Null once it is over. */
    @Nullable
    Progress progress() {
        return done.getCount() == 0 ? null : progress;
    }

    /** Why it failed; null where it did not, so far. */
    @Nullable
    String failure() {
        return failure;
    }

    /** Why commands can't run, after some time to become ready. */
    Optional<Problem> notReady(Duration most) {
        try {
            if (!done.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.of(Problem.of(
                        Reason.TARGET_PREPARING,
                        "before commands run, the workspace is copied: " + progress.text() + " so far"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(Problem.of(Reason.CANCELLED, "the caller went away"));
        }
        return Optional.ofNullable(failure)
                .map(why -> Problem.of(Reason.TARGET_NOT_READY, "the workspace could not be copied: " + why));
    }

    /** Returns when it has ended. */
    void end() {
        ended = true;
        var contents = taking;
        if (contents != null) {
            contents.stop();
        }
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
