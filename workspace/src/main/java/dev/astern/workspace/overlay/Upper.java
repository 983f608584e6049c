package dev.astern.workspace.overlay;

import dev.astern.workspace.apply.Planned;
import dev.astern.workspace.file.Contents;
import dev.astern.workspace.file.FileState;
import dev.astern.workspace.file.FileState.Kind;
import dev.astern.workspace.file.RelPath;
import dev.astern.workspace.file.Tree;
import dev.astern.workspace.posix.Posix;
import dev.astern.workspace.posix.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads the layer that took a command's writes: it is the list of what the command did, so that only what it touched is
 * looked at, however large the workspace is.
 */
public final class Upper {
    private static final String OPAQUE = "user.overlay.opaque";

    private final Tree upper;
    private final Tree lower;
    private final Contents contents;
    private final long startedNs;
    private final List<Planned> changes = new ArrayList<>();
    private final List<RelPath> moved = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * @param startedNs the kernel's time before the command began: what changed below since was changed by others
     */
    public Upper(Tree upper, Tree lower, Contents contents, long startedNs) {
        this.upper = upper;
        this.lower = lower;
        this.contents = contents;
        this.startedNs = startedNs;
    }

    public void read() throws IOException {
        folder(RelPath.ROOT);
        changes.sort(Comparator.comparing(p -> p.change().path()));
    }

    /** What the command did, by path. */
    public List<Planned> changes() {
        return changes;
    }

    /** Where the command wrote and somebody else did, too, while it ran. */
    public List<RelPath> moved() {
        return moved;
    }

    public List<String> notes() {
        return notes;
    }

    private void folder(RelPath folder) throws IOException {
        for (var name : upper.names(folder)) {
            var path = folder.child(name);
            var stat = upper.stat(path);
            if (stat != null) {
                entry(path, stat);
            }
        }
    }

    private void entry(RelPath path, Stat stat) throws IOException {
        if (stat.isWhiteout()) {
            removed(path);
        } else if (stat.isFolder()) {
            madeFolder(path, stat);
        } else if (stat.isFile() || stat.isLink()) {
            written(path);
        } else {
            notes.add(path.text()
                    + " is a pipe, socket or device that the command left; it is not put into the workspace");
            removed(path);
        }
    }

    private void madeFolder(RelPath path, Stat stat) throws IOException {
        var before = lower.look(path, contents);
        var after = FileState.of(stat, "");
        if (before == null || !before.state().isFolder()) {
            change(path, before, after);
        } else {
            if (opaque(path)) {
                replaced(path);
            }
            if (!before.state().sameAs(after)) {
                change(path, before, after);
            }
        }
        folder(path);
    }

    private boolean opaque(RelPath path) throws IOException {
        try (var open = Posix.openBeneath(upper.root(), path.raw())) {
            return Posix.attribute(open, OPAQUE).equals("y");
        }
    }

    /** The folder is a new one of the old name: what was in the old one is gone, unless it is there again. */
    private void replaced(RelPath folder) throws IOException {
        for (var name : lower.names(folder)) {
            var path = folder.child(name);
            if (upper.stat(path) == null) {
                removed(path);
            } else if (isFolder(lower, path) && isFolder(upper, path)) {
                replaced(path);
            }
        }
    }

    private static boolean isFolder(Tree tree, RelPath path) throws IOException {
        var stat = tree.stat(path);
        return stat != null && stat.isFolder();
    }

    private void removed(RelPath path) throws IOException {
        var before = lower.look(path, contents);
        if (before == null) {
            return;
        }
        if (before.state().isFolder()) {
            for (var name : lower.names(path)) {
                removed(path.child(name));
            }
        }
        change(path, before, null);
    }

    private void written(RelPath path) throws IOException {
        var after = upper.look(path, contents);
        var before = lower.look(path, contents);
        if (after == null || FileState.same(before == null ? null : before.state(), after.state())) {
            return;
        }
        if (before != null && before.state().isFolder()) {
            for (var name : lower.names(path)) {
                removed(path.child(name));
            }
        }
        if (before != null && before.state().shared()) {
            notes.add(path.text() + " was one of " + before.state().links()
                    + " names of a file; the others keep the old contents");
        }
        change(path, before, after.state());
    }

    private void change(
            RelPath path,
            dev.astern.workspace.file.@org.jspecify.annotations.Nullable Seen before,
            @org.jspecify.annotations.Nullable FileState after) {
        if (before != null
                && before.stat().ctimeNs() > startedNs
                && !(before.state().isFolder() && after != null)) {
            moved.add(path);
        }
        if (before != null && before.state().kind() == Kind.SPECIAL && after != null) {
            notes.add(path.text() + " was a pipe, socket or device; it can't be made again");
        }
        changes.add(Planned.of(path, before, after));
    }
}
