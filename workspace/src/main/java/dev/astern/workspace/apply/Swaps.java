package dev.astern.workspace.apply;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.astern.workspace.file.Contents;
import dev.astern.workspace.file.FileState;
import dev.astern.workspace.file.FileState.Kind;
import dev.astern.workspace.file.RelPath;
import dev.astern.workspace.file.Tree;
import dev.astern.workspace.posix.Fd;
import dev.astern.workspace.posix.Posix;
import dev.astern.workspace.posix.Posix.Rename;
import dev.astern.workspace.posix.PosixException;
import dev.astern.workspace.posix.Stat;
import dev.astern.workspace.store.Blobs;
import java.io.IOException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One step at one path. The new file is made beside its place and exchanged with what is there in one step of the
 * kernel; what came out is looked at, and put back where it is not what was expected. So nobody's file is overwritten
 * unseen, however close they come.
 */
final class Swaps {
    private static final String GONE = "is no longer there";
    private static final String THERE = "is there, made by somebody else";
    private static final String CHANGED = "was changed by somebody else";

    private final Tree tree;
    private final Blobs blobs;
    private final String temp;
    private final Set<RelPath> staged = new HashSet<>();

    Swaps(Tree tree, Blobs blobs, String temp) {
        this.tree = tree;
        this.blobs = blobs;
        this.temp = temp;
    }

    /** Takes away what is there. Each step here returns why it was not done, or null. */
    @Nullable
    String remove(Planned planned) throws IOException {
        var before = Objects.requireNonNull(planned.change().before(), "before");
        var seen = tree.stat(planned.path());
        var why = moved(planned, seen, before);
        if (why != null || seen == null) {
            return why;
        }
        try (var folder = tree.parent(planned.path())) {
            var name = planned.path().name();
            if (before.isFolder()) {
                return removeFolder(folder, name);
            }
            var aside = tempName(planned.path());
            Posix.rename(folder, name, folder, aside, Rename.NO_REPLACE);
            if (!same(seen, Posix.stat(folder, aside))) {
                Posix.rename(folder, aside, folder, name, Rename.NO_REPLACE);
                return CHANGED;
            }
            Posix.unlink(folder, aside);
            return null;
        }
    }

    private static @Nullable String removeFolder(Fd folder, String name) throws IOException {
        try {
            Posix.removeFolder(folder, name);
            return null;
        } catch (PosixException e) {
            if (e.is(PosixException.ENOTEMPTY)) {
                return "holds what somebody else put there";
            }
            throw e;
        }
    }

    @Nullable
    String makeFolder(Planned planned) throws IOException {
        var before = planned.change().before();
        if (before != null) {
            return moved(planned, tree.stat(planned.path()), before);
        }
        try (var folder = tree.parent(planned.path())) {
            Posix.makeFolder(folder, planned.path().name(), 0700);
            return null;
        } catch (PosixException e) {
            if (e.is(PosixException.EEXIST)) {
                return THERE;
            }
            throw e;
        }
    }

    /** Gives a folder its permissions and owner. */
    @Nullable
    String dressFolder(Planned planned) throws IOException {
        var after = Objects.requireNonNull(planned.change().after(), "after");
        var there = tree.stat(planned.path());
        if (there == null || !there.isFolder()) {
            return GONE;
        }
        try (var folder = tree.parent(planned.path())) {
            dress(folder, planned.path().name(), there, after);
        }
        return null;
    }

    /**
     * Makes the new file beside its place.
     *
     * @param other another name of the same file, to be linked to; null for none
     * @return whether there is something to {@link #swap}
     */
    boolean stage(Planned planned, @Nullable RelPath other, boolean sync) throws IOException {
        var after = Objects.requireNonNull(planned.change().after(), "after");
        if (inPlace(planned)) {
            return true;
        }
        if (after.kind() == Kind.SPECIAL) {
            throw new IOException("pipes, sockets and devices can't be made again");
        }
        var name = tempName(planned.path());
        try (var folder = tree.parent(planned.path())) {
            staged.add(planned.path());
            if (other != null) {
                try (var its = tree.parent(other)) {
                    Posix.link(its, other.name(), folder, name);
                    return true;
                }
            }
            if (after.kind() == Kind.LINK) {
                Posix.symlink(after.content(), folder, name);
            } else {
                write(folder, name, after, sync);
            }
            dress(folder, name, Posix.stat(folder, name), after);
            Posix.changeTime(folder, name, after.mtimeNs());
        }
        return true;
    }

    private void write(Fd folder, String name, FileState after, boolean sync) throws IOException {
        try (var from = blobs.open(after.content());
                var to = Posix.open(folder, name, Posix.WRITE_NEW, 0600)) {
            Blobs.copy(from, to);
            if (sync) {
                Posix.sync(to);
            }
        }
    }

    /** Puts the new file in its place. */
    @Nullable
    String swap(Planned planned) throws IOException {
        var before = planned.change().before();
        var after = Objects.requireNonNull(planned.change().after(), "after");
        var name = planned.path().name();
        try (var folder = tree.parent(planned.path())) {
            if (before == null) {
                return moveIn(folder, name, planned.path());
            }
            var seen = tree.stat(planned.path());
            var why = moved(planned, seen, before);
            if (why != null || seen == null) {
                return why;
            }
            if (inPlace(planned)) {
                dress(folder, name, seen, after);
                Posix.changeTime(folder, name, after.mtimeNs());
                return Posix.stat(folder, name).inode() == seen.inode() ? null : CHANGED;
            }
            return exchange(folder, name, tempName(planned.path()), seen);
        }
    }

    private @Nullable String moveIn(Fd folder, String name, RelPath path) throws IOException {
        try {
            Posix.rename(folder, tempName(path), folder, name, Rename.NO_REPLACE);
            return null;
        } catch (PosixException e) {
            if (e.is(PosixException.EEXIST)) {
                return THERE;
            }
            throw e;
        }
    }

    private static @Nullable String exchange(Fd folder, String name, String temp, Stat seen) throws IOException {
        Posix.rename(folder, temp, folder, name, Rename.EXCHANGE);
        if (!same(seen, Posix.stat(folder, temp))) {
            Posix.rename(folder, temp, folder, name, Rename.EXCHANGE);
            return CHANGED;
        }
        Posix.unlink(folder, temp);
        return null;
    }

    /** Forgets a new file that did not get to its place. */
    void discard(RelPath path) {
        try (var folder = tree.parent(path)) {
            Posix.tryUnlink(folder, tempName(path));
        } catch (PosixException e) {
            // Its folder is gone, and it with that.
            staged.remove(path);
        }
    }

    /** Where a file of this batch is for now, while it is not in its place yet. */
    @Nullable
    RelPath stagedName(RelPath path) {
        return staged.contains(path) ? path.parent().child(tempName(path)) : null;
    }

    private String tempName(RelPath path) {
        return tempName(temp, path);
    }

    static String tempName(String temp, RelPath path) {
        var digest = Contents.sha256().digest(path.raw().getBytes(ISO_8859_1));
        return temp + HexFormat.of().formatHex(digest, 0, 8);
    }

    /** Only permissions, owner or time differ: the file itself stays, with all its names. */
    private static boolean inPlace(Planned planned) {
        var before = planned.change().before();
        var after = planned.change().after();
        return before != null && after != null && before.kind() == Kind.FILE && before.sameContent(after);
    }

    private static void dress(Fd folder, String name, Stat now, FileState wanted) throws IOException {
        if (now.uid() != wanted.uid() || now.gid() != wanted.gid()) {
            Posix.changeOwner(folder, name, wanted.uid(), wanted.gid());
        }
        if (wanted.kind() != Kind.LINK) {
            Posix.changeMode(folder, name, wanted.mode());
        }
    }

    /** Why the change could not be made now, or null. */
    @Nullable
    String moved(Planned planned) throws IOException {
        var now = tree.stat(planned.path());
        var before = planned.change().before();
        if (before == null) {
            return now == null ? null : THERE;
        }
        return moved(planned, now, before);
    }

    private @Nullable String moved(Planned planned, @Nullable Stat now, FileState before) throws IOException {
        if (now == null) {
            return GONE;
        }
        if (planned.seen() != null && now.sameMoment(planned.seen())) {
            return null;
        }
        var there = tree.look(planned.path(), Contents.digestOnly());
        return there != null && there.state().sameAs(before) ? null : CHANGED;
    }

    /** A rename moves the time of change, and nothing else. */
    private static boolean same(Stat before, Stat moved) {
        return before.inode() == moved.inode()
                && before.mtimeNs() == moved.mtimeNs()
                && before.sizeBytes() == moved.sizeBytes()
                && before.mode() == moved.mode();
    }
}
