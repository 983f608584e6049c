package dev.astern.workspace.file;

import dev.astern.workspace.posix.Fd;
import dev.astern.workspace.posix.Posix;
import dev.astern.workspace.posix.PosixException;
import dev.astern.workspace.posix.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A folder and all beneath it, looked at without ever leaving it: no link is followed. */
public final class Tree implements AutoCloseable {
    private static final int TRIES = 4;

    private final Path path;
    private final Fd root;

    public Tree(Path path) throws IOException {
        this.path = path;
        this.root = Posix.openFolder(path);
    }

    public Path path() {
        return path;
    }

    public Fd root() {
        return root;
    }

    /** The folder that a path's last name is in. */
    public Fd parent(RelPath of) throws PosixException {
        return Posix.openBeneath(root, of.parent().raw());
    }

    public @Nullable Stat stat(RelPath of) throws PosixException {
        try (var folder = of.isRoot() ? null : parent(of)) {
            return folder == null ? Posix.stat(root) : Posix.stat(folder, of.name());
        } catch (PosixException e) {
            if (e.absent() || e.is(PosixException.ELOOP)) {
                return null;
            }
            throw e;
        }
    }

    /** What is there, or null for nothing; a path through a link leads nowhere. */
    public @Nullable Seen look(RelPath of, Contents contents) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            var stat = stat(of);
            if (stat == null) {
                return null;
            }
            try {
                var content = content(of, stat, contents);
                if (content != null) {
                    return new Seen(FileState.of(stat, content), stat);
                }
            } catch (PosixException e) {
                if (!e.absent() && !e.is(PosixException.ELOOP) && !e.is(PosixException.EINVAL)) {
                    throw new Unreadable(of, "can't be read: " + e.getMessage());
                }
            }
        }
        throw new Unreadable(of, "changes while it is read");
    }

    /** Null where it was not the same at the end as at the beginning. */
    private @Nullable String content(RelPath of, Stat stat, Contents contents) throws IOException {
        if (stat.isFolder()) {
            return "";
        }
        try (var folder = parent(of)) {
            if (stat.isLink()) {
                return Posix.readLink(folder, of.name());
            }
            if (!stat.isFile()) {
                return "";
            }
            try (var file = Posix.open(folder, of.name(), Posix.READ, 0)) {
                if (!Posix.stat(file).sameMoment(stat)) {
                    return null;
                }
                var digest = contents.take(file);
                return Posix.stat(file).sameMoment(stat) ? digest : null;
            }
        }
    }

    /** The names in a folder, sorted; none where there is no folder. */
    public List<String> names(RelPath folder) throws IOException {
        try (var open = Posix.openBeneath(root, folder.raw())) {
            var names = Posix.names(open);
            Collections.sort(names);
            return names;
        } catch (PosixException e) {
            if (e.absent() || e.is(PosixException.ELOOP)) {
                return List.of();
            }
            throw new Unreadable(folder, "can't be listed: " + e.getMessage());
        }
    }

    /** Told of everything in a tree. */
    public interface Visitor {
        void at(RelPath path, Stat stat) throws IOException;
    }

    /** Everything beneath a folder, each folder before what is in it. */
    public void walk(RelPath folder, Visitor visitor) throws IOException {
        for (var name : names(folder)) {
            var child = child(folder, name);
            var stat = stat(child);
            if (stat == null) {
                continue;
            }
            visitor.at(child, stat);
            if (stat.isFolder()) {
                walk(child, visitor);
            }
        }
    }

    private static RelPath child(RelPath folder, String name) throws Unreadable {
        try {
            return folder.child(name);
        } catch (IllegalArgumentException e) {
            throw new Unreadable(folder, "holds something whose path is too long");
        }
    }

    @Override
    public void close() {
        root.close();
    }
}
