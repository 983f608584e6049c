package dev.astern.workspace.undo;

import dev.astern.connector.Reason;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoResult;
import dev.astern.workspace.file.Contents;
import dev.astern.workspace.file.FileState;
import dev.astern.workspace.file.FileState.Kind;
import dev.astern.workspace.file.RelPath;
import dev.astern.workspace.file.Tree;
import dev.astern.workspace.store.Blobs;
import dev.astern.workspace.store.Records;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an undo of some actions would do now, path by path. */
public final class FilesUndo {
    private final Tree tree;
    private final Blobs blobs;
    private final TreeMap<RelPath, PathUndo> paths = new TreeMap<>();
    private final List<UndoItem> unusable;

    /** @param contents what to do with the contents of files as they are now, so that the undo can be undone itself */
    public FilesUndo(Tree tree, Blobs blobs, Records records, UndoRequest request, Contents contents)
            throws IOException {
        this.tree = tree;
        this.blobs = blobs;
        var selection = Selection.of(records, request.actions());
        this.unusable = selection.unusable();
        for (var one : selection.changes().entrySet()) {
            var path = one.getKey();
            var onConflict = request.choices().getOrDefault(path.text(), request.onConflict());
            var first = one.getValue().getFirst().before();
            var net = Net.of(one.getValue());
            if (!net.nothing()) {
                paths.put(path, PathUndo.of(path, net, first, tree.look(path, contents), onConflict));
            }
        }
        paths.replaceAll((path, undo) -> possible(undo));
        missingParents();
        foldersInUse();
    }

    /** What is to be put back has to be there, and to be what it was. */
    private PathUndo possible(PathUndo undo) {
        var target = undo.target();
        if (!undo.changes() || target == null) {
            return undo;
        }
        if (target.kind() == Kind.SPECIAL) {
            return undo.left(UndoResult.CANNOT, Reason.NO_BEFORE_STATE);
        }
        var now = undo.now();
        if (target.kind() != Kind.FILE || (now != null && now.state().sameContent(target))) {
            return undo;
        }
        if (!blobs.has(target.content())) {
            return undo.left(UndoResult.CANNOT, Reason.NO_BEFORE_STATE);
        }
        return blobs.intact(target.content()) ? undo : undo.left(UndoResult.CANNOT, Reason.BEFORE_STATE_ALTERED);
    }

    private void missingParents() throws IOException {
        for (var path : List.copyOf(paths.keySet())) {
            var undo = paths.get(path);
            if (undo != null && undo.changes() && undo.target() != null && !folderWillBe(path.parent())) {
                paths.put(path, undo.left(UndoResult.CANNOT, Reason.PARENT_MISSING));
            }
        }
    }

    private boolean folderWillBe(RelPath folder) throws IOException {
        if (folder.isRoot()) {
            return true;
        }
        var planned = paths.get(folder);
        if (planned != null) {
            var target = planned.target();
            return target != null && target.isFolder();
        }
        var now = tree.stat(folder);
        return now != null && now.isFolder();
    }

    /** A folder of the agent's stays where somebody put something into it. Deepest first, since one keeps the next. */
    private void foldersInUse() throws IOException {
        var deepest = paths.keySet().stream()
                .sorted(Comparator.comparingInt(RelPath::depth).reversed())
                .toList();
        for (var path : deepest) {
            var undo = paths.get(path);
            if (undo != null
                    && undo.now() != null
                    && undo.now().state().isFolder()
                    && !staysFolder(undo)
                    && inUse(path)) {
                paths.put(path, undo.left(UndoResult.KEPT, Reason.REFERENCED_BY_OTHERS));
            }
        }
    }

    private static boolean staysFolder(PathUndo undo) {
        var target = undo.target();
        return target != null && target.isFolder();
    }

    private boolean inUse(RelPath folder) throws IOException {
        for (var name : tree.names(folder)) {
            var child = paths.get(folder.child(name));
            if (child == null || child.target() != null) {
                return true;
            }
        }
        return false;
    }

    /** By path. */
    public Map<RelPath, PathUndo> paths() {
        return paths;
    }

    public List<UndoItem> unusable() {
        return unusable;
    }

    /** Where other names of files are that come back and had several, by their number. Costs a walk where there are any. */
    public Map<Long, RelPath> otherNames() throws IOException {
        Set<Long> wanted = new HashSet<>();
        for (var undo : paths.values()) {
            var target = undo.target();
            if (undo.changes() && target != null && target.shared()) {
                wanted.add(target.inode());
            }
        }
        Map<Long, RelPath> found = new HashMap<>();
        if (!wanted.isEmpty()) {
            tree.walk(RelPath.ROOT, (path, stat) -> {
                if (stat.isFile() && wanted.contains(stat.inode()) && !changed(path)) {
                    found.putIfAbsent(stat.inode(), path);
                }
            });
        }
        return found;
    }

    private boolean changed(RelPath path) {
        var undo = paths.get(path);
        return undo != null && undo.changes();
    }

    /** What is at a path now, for reading back. */
    public @Nullable FileState readBack(RelPath path) throws IOException {
        var seen = tree.look(path, Contents.digestOnly());
        return seen == null ? null : seen.state();
    }
}
