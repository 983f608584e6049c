package dev.astern.workspace.mirror;

import dev.astern.workspace.file.Change;
import dev.astern.workspace.file.Contents;
import dev.astern.workspace.file.FileState;
import dev.astern.workspace.file.RelPath;
import dev.astern.workspace.file.Tree;
import dev.astern.workspace.posix.Inotify;
import dev.astern.workspace.posix.Posix;
import dev.astern.workspace.posix.PosixException;
import dev.astern.workspace.posix.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace holds, kept beside it, and what changed in it since it was last looked at. The kernel tells where to
 * look, so that a look costs what was touched; where it lost count, everything is looked at once. Used by one thread at a
 * time.
 */
public final class Mirror implements AutoCloseable {
    private final Tree tree;
    private final Clock clock;
    private final Index index;
    private final Inotify inotify;
    private final Map<Integer, RelPath> watches = new HashMap<>();
    private final Set<RelPath> dirty = new HashSet<>();
    private final TreeMap<RelPath, Change> changes = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable String doubt = "the workspace was opened";
    private long walks;

    public Mirror(Tree tree, Path folder, Clock clock) throws IOException {
        this.tree = tree;
        this.clock = clock;
        Files.createDirectories(folder);
        this.index = new Index(folder.resolve("index"));
        this.inotify = new Inotify();
    }

    /** So that everything is new at the next look. */
    public static void forget(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve("index"));
    }

    /** Told of what was looked at, in a look at everything. */
    public interface Step {
        /** @param bytes the contents of what is there */
        void done(RelPath path, long bytes) throws IOException;
    }

    /** Takes from the kernel what it noted; often enough, so that its list does not run over. */
    public void drain() throws IOException {
        for (var event : inotify.read()) {
            if (event.lost()) {
                doubt = "more happened at once than the kernel notes";
                continue;
            }
            var folder = watches.get(event.watch());
            if (folder != null && !event.name().isEmpty()) {
                dirty.add(folder.child(event.name()));
            }
        }
    }

    /**
     * What is different from the last look, by path; from now on this is what the workspace is known to be.
     *
     * @param contents takes the contents of what is new
     */
    public List<Change> look(Contents contents) throws IOException {
        return look(contents, (path, bytes) -> {});
    }

    /** @param step after each path; what was seen before it may be made durable by then */
    public List<Change> look(Contents contents, Step step) throws IOException {
        changes.clear();
        notes.clear();
        boolean whole = false;
        try {
            drain();
            if (doubt != null) {
                walk(contents, step);
            } else {
                touched(contents);
            }
            whole = true;
        } finally {
            if (!whole) {
                again();
            }
        }
        return changes.values().stream()
                .sorted(Comparator.comparing(Change::path))
                .toList();
    }

    /** What was seen and told to nobody is seen again by the next look. */
    private void again() throws IOException {
        doubt = "the last look did not come to its end";
        index.reload();
    }

    private void walk(Contents contents, Step step) throws IOException {
        walks++;
        notes.add("the whole workspace was looked at: " + doubt);
        watches.keySet().forEach(inotify::forget);
        watches.clear();
        dirty.clear();
        doubt = null;
        watch(RelPath.ROOT);
        var gone = new HashSet<>(index.beneath(RelPath.ROOT));
        tree.walk(RelPath.ROOT, (path, stat) -> {
            gone.remove(path);
            if (stat.isFolder()) {
                watch(path);
            }
            var known = index.get(path);
            if (known == null || !known.holds(stat)) {
                at(path, contents);
            }
            step.done(path, stat.isFile() ? stat.sizeBytes() : 0);
        });
        for (var path : gone) {
            at(path, contents);
        }
    }

    private void touched(Contents contents) throws IOException {
        while (!dirty.isEmpty()) {
            var some = List.copyOf(dirty);
            dirty.clear();
            for (var path : some) {
                path(path, contents);
            }
            // What was made in a new folder before it was watched is found by looking, the rest is noted.
            drain();
            dirty.removeAll(some);
        }
    }

    private void path(RelPath path, Contents contents) throws IOException {
        var known = index.get(path);
        var stat = tree.stat(path);
        if (known != null && known.state() != null && known.state().shared()) {
            for (var name : index.names(known.state())) {
                at(name, contents);
            }
        }
        boolean was = known != null && known.state() != null && known.state().isFolder();
        at(path, contents);
        if (was) {
            for (var below : index.beneath(path)) {
                at(below, contents);
            }
            watches.values().removeIf(watched -> watched.equals(path) || watched.isBeneath(path));
        }
        if (stat != null && stat.isFolder()) {
            watch(path);
            tree.walk(path, (below, its) -> {
                if (its.isFolder()) {
                    watch(below);
                }
                at(below, contents);
            });
        }
    }

    private void watch(RelPath folder) throws IOException {
        try (var open = Posix.openBeneath(tree.root(), folder.raw())) {
            watches.put(inotify.watch(open), folder);
        } catch (PosixException e) {
            if (!e.absent()) {
                throw new IOException(
                        "the kernel watches no more folders for this user (fs.inotify.max_user_watches)", e);
            }
        }
    }

    private void at(RelPath path, Contents contents) throws IOException {
        var known = index.get(path);
        var before = known == null ? null : known.state();
        var seen = tree.look(path, contents);
        if (seen == null) {
            if (before != null) {
                index.set(new Known(path, null, 0));
                changed(path, before, null);
            }
            return;
        }
        index.set(known(path, seen.state(), seen.stat()));
        if (!FileState.same(before, seen.state())) {
            changed(path, before, seen.state());
        }
    }

    private Known known(RelPath path, FileState state, Stat stat) {
        var now = clock.instant();
        return Known.of(path, state, stat, now.getEpochSecond() * 1_000_000_000L + now.getNano());
    }

    private void changed(RelPath path, @Nullable FileState before, @Nullable FileState after) {
        var earlier = changes.remove(path);
        var first = earlier == null ? before : earlier.before();
        if (!FileState.same(first, after)) {
            changes.put(path, new Change(path, first, after));
        }
    }

    /** Makes what is known durable. The contents it speaks of have to be so before. */
    public void write() throws IOException {
        index.write();
    }

    /** What has to be said about the last look. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** How often everything was looked at. */
    public long walks() {
        return walks;
    }

    public int size() {
        return index.size();
    }

    /** Contents that have to stay, since they are what may be overwritten next. */
    public Set<String> contents() {
        return index.contents();
    }

    @Override
    public void close() {
        inotify.close();
    }
}
