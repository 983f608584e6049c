package dev.astern.workspace.apply;

import dev.astern.connector.Reason;
import dev.astern.workspace.file.Change;
import dev.astern.workspace.file.Contents;
import dev.astern.workspace.file.FileState;
import dev.astern.workspace.file.RelPath;
import dev.astern.workspace.file.Tree;
import dev.astern.workspace.posix.Posix;
import dev.astern.workspace.store.Blobs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts changes into a workspace, each only where the workspace still holds what the change starts from, and each file
 * whole or not at all. Used once, by one thread.
 */
public final class Applier {
    /** From here on one sync of the whole file system is cheaper than one for each file. */
    private static final int FEW = 8;

    private final Tree tree;
    private final Swaps swaps;
    private final Map<RelPath, Moved> moved = new LinkedHashMap<>();
    private final Set<RelPath> touched = new HashSet<>();
    private final List<Change> made = new ArrayList<>();
    /** Where files with several names are, by their number when they were captured. */
    private final Map<Long, RelPath> names;

    /**
     * @param temp begins the names of files on their way, unlike any others
     * @param names where other names of a file are, by its number
     */
    public Applier(Tree tree, Blobs blobs, String temp, Map<Long, RelPath> names) {
        this.tree = tree;
        this.swaps = new Swaps(tree, blobs, temp);
        this.names = new HashMap<>(names);
    }

    /** Makes all that can be made, durably. What could not be made is in {@link #moved}. */
    public void apply(List<Planned> all) throws IOException {
        var removals = all.stream()
                .filter(p -> p.change().after() == null || p.change().changesKind())
                .sorted(Comparator.comparingInt((Planned p) -> p.path().depth()).reversed())
                .toList();
        removals.forEach(p -> attempt(p.path(), () -> swaps.remove(p)));
        var rest = all.stream()
                .filter(p -> p.change().after() != null)
                .filter(p -> !moved.containsKey(p.path()))
                .map(p -> p.change().changesKind()
                        ? new Planned(new Change(p.path(), null, p.change().after()), null)
                        : p)
                .sorted(Comparator.comparingInt((Planned p) -> p.path().depth()))
                .toList();
        var folders = rest.stream().filter(p -> isFolder(p.change().after())).toList();
        folders.forEach(p -> attempt(p.path(), () -> swaps.makeFolder(p)));
        files(rest.stream().filter(p -> !isFolder(p.change().after())).toList());
        // Last, because a folder that may not be written to could not be filled.
        folders.reversed().forEach(p -> attempt(p.path(), () -> swaps.dressFolder(p)));
        all.stream().filter(p -> !moved.containsKey(p.path())).forEach(p -> made.add(p.change()));
        syncFolders(all);
    }

    /** The first change that could not be made now; null where all could. */
    public @Nullable Moved firstMoved(List<Planned> all) throws IOException {
        for (var planned : all) {
            var why = swaps.moved(planned);
            if (why != null) {
                return new Moved(planned.path(), Reason.SERIALIZATION_CONFLICT, why);
            }
        }
        return null;
    }

    private void files(List<Planned> files) throws IOException {
        var staged = new ArrayList<Planned>();
        for (var planned : files) {
            attempt(planned.path(), () -> {
                var other = linkOf(planned);
                if (swaps.stage(planned, other, files.size() <= FEW)) {
                    staged.add(planned);
                }
                return null;
            });
        }
        if (files.size() > FEW) {
            Posix.syncFileSystem(tree.root());
        }
        staged.forEach(p -> attempt(p.path(), () -> swaps.swap(p)));
        files.stream().filter(p -> moved.containsKey(p.path())).forEach(p -> swaps.discard(p.path()));
    }

    /** Another name of the same file, where one is known that still is what it was. */
    private @Nullable RelPath linkOf(Planned planned) throws IOException {
        var after = planned.change().after();
        if (after == null || !after.shared()) {
            return null;
        }
        var other = names.putIfAbsent(after.inode(), planned.path());
        if (other == null || other.equals(planned.path())) {
            return null;
        }
        var staged = swaps.stagedName(other);
        var where = staged == null ? other : staged;
        // Numbers are used again, so that only what still is the same is taken for it.
        var there = tree.look(where, Contents.digestOnly());
        return there != null && there.state().sameAs(after) ? where : null;
    }

    private interface Step {
        /** Returns why it was not done, or null. */
        @Nullable
        String run() throws IOException;
    }

    private void attempt(RelPath path, Step step) {
        if (moved.containsKey(path)) {
            return;
        }
        try {
            var why = step.run();
            if (why != null) {
                moved.put(path, new Moved(path, Reason.SERIALIZATION_CONFLICT, why));
            }
        } catch (IOException e) {
            moved.put(path, new Moved(path, Reason.VERIFY_FAILED, String.valueOf(e.getMessage())));
        }
    }

    private void syncFolders(List<Planned> all) throws IOException {
        all.forEach(p -> touched.add(p.path().parent()));
        if (touched.size() > FEW) {
            Posix.syncFileSystem(tree.root());
            return;
        }
        for (var folder : touched) {
            try (var open = Posix.openBeneath(tree.root(), folder.raw())) {
                Posix.sync(open);
            } catch (dev.astern.workspace.posix.PosixException e) {
                // A folder that went along with what was in it is synced with the one above.
                if (!e.absent()) {
                    throw e;
                }
            }
        }
    }

    private static boolean isFolder(@Nullable FileState state) {
        return state != null && state.isFolder();
    }

    /** How the file is called that is on its way to a path. */
    public static String tempName(String temp, RelPath path) {
        return Swaps.tempName(temp, path);
    }

    /** Where nothing was done, because somebody else was there; in order. */
    public Map<RelPath, Moved> moved() {
        return moved;
    }

    /** What was done. */
    public List<Change> made() {
        return made;
    }
}
