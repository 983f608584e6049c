package dev.astern.workspace;

import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Output;
import dev.astern.connector.Performance;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.workspace.command.Command;
import dev.astern.workspace.mirror.Mirror;
import dev.astern.workspace.mirror.Progress;
import dev.astern.workspace.store.ActionRecord;
import dev.astern.workspace.store.Begun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Performs commands where no layer takes their writes: what was there before is kept before they start, what they did is
 * seen when they have ended, and is in effect by then. One at a time, since otherwise nobody could say which of two did
 * what.
 */
final class MirrorActions implements AutoCloseable {
    static final String AT_ONCE = "what it does to files is in effect while it runs, and seen when it has ended";
    private static final Terms UNSEEN = new Terms(
            Tier.WRITE,
            Reversibility.REVERSIBLE_WITH_STATE,
            List.of("nobody saw how it ended; all that changed since is taken to be its doing"));

    /** A small workspace is ready by then, and nobody is sent away for it. */
    private static final Duration READY = Duration.ofSeconds(5);

    static final String OTHERS = "what others changed in the workspace while it ran can't be told from what it did";

    private final Workspace workspace;
    private final DirectRun runs;
    private final Mirror mirror;
    private final Baseline baseline;
    private final ReentrantLock one = new ReentrantLock();

    /**
     * Begins to copy the workspace, unless it was before.
     *
     * @param told of how far that is
     */
    MirrorActions(Workspace workspace, DirectRun runs, Consumer<Progress> told) throws IOException {
        this.workspace = workspace;
        this.runs = runs;
        this.mirror = new Mirror(workspace.tree(), workspace.state().resolve("mirror"), workspace.clock());
        this.baseline = new Baseline(workspace, mirror, told);
        baseline.start(this::recover);
    }

    /** A command was running when the process died, or could not be seen: what changed since is taken to be its doing. */
    private void recover() throws IOException {
        try (var open = Files.list(workspace.open())) {
            for (var mark : open.toList()) {
                var record = workspace.records().of(mark.getFileName().toString());
                boolean direct = record.begun().filter(Begun::unbounded).isPresent()
                        && record.watched().isEmpty();
                if (direct && record.ended().isEmpty()) {
                    seen(record, UNSEEN);
                }
                if (direct) {
                    Files.deleteIfExists(mark);
                }
            }
        }
    }

    /** What people did since the last look is no command's doing. */
    private void absorb() throws IOException {
        workspace.keeping().readLock().lock();
        try (var contents = workspace.blobs().batch()) {
            mirror.look(contents);
            contents.commit();
            mirror.write();
        } finally {
            workspace.keeping().readLock().unlock();
        }
    }

    Performance perform(Command command, Terms terms, Execution execution) {
        if (workspace.full()) {
            return new Performance.Failed(Commit.full(workspace));
        }
        var notReady = baseline.notReady(least(READY, execution.timeout()));
        if (notReady.isPresent()) {
            return new Performance.Failed(notReady.get());
        }
        one.lock();
        try {
            recover();
            absorb();
            workspace.records().of(execution.actionId()).begin(new Begun(true, ""));
            var all = terms.with(List.of(AT_ONCE, OTHERS));
            var expected = Observations.of(List.of(), "", all, workspace.blobs());
            return runs.perform(command, expected, all, execution, new Looking());
        } catch (IOException e) {
            return new Performance.Failed(Commit.notKept(e));
        } finally {
            one.unlock();
        }
    }

    /** People are asked about the command itself: what it does is known only once it ran, and captured then. */
    Performance rehearse(Terms terms, Execution execution) {
        var all = terms.with(List.of(AT_ONCE, OTHERS, NamedActions.NOT_RUN));
        var expected = Observations.of(List.of(), "", all, workspace.blobs());
        return FileActions.rehearsed(execution.clear(expected), expected, Output.empty());
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private final class Looking implements DirectRun.Look {
        @Override
        public Observed seen(ActionRecord record, Terms terms) throws IOException {
            return MirrorActions.this.seen(record, terms);
        }

        @Override
        public void meanwhile() {
            try {
                mirror.drain();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Observed seen(ActionRecord record, Terms terms) throws IOException {
        workspace.keeping().readLock().lock();
        try (var contents = workspace.blobs().batch()) {
            var changes = mirror.look(contents);
            contents.commit();
            var all = terms.with(mirror.notes()).seen(changes);
            var digest = record.manifest(changes);
            record.end(all.ended(
                    workspace.records().next(), digest, workspace.clock().millis()));
            mirror.write();
            return Observations.of(changes, digest, all, workspace.blobs());
        } finally {
            workspace.keeping().readLock().unlock();
        }
    }

    /** Contents that have to stay. */
    Set<String> contents() {
        var notReady = baseline.notReady(Duration.ZERO);
        if (notReady.isPresent()) {
            throw notReady.get().toException();
        }
        one.lock();
        try {
            return mirror.contents();
        } finally {
            one.unlock();
        }
    }

    Baseline baseline() {
        return baseline;
    }

    /** Only once it is ready. */
    Mirror mirror() {
        return mirror;
    }

    @Override
    public void close() {
        baseline.end();
        mirror.close();
    }
}
