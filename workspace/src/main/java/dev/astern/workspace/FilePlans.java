package dev.astern.workspace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.workspace.apply.Planned;
import dev.astern.workspace.file.FileState;
import dev.astern.workspace.file.FileState.Kind;
import dev.astern.workspace.file.RelPath;
import dev.astern.workspace.file.Seen;
import dev.astern.workspace.store.BlobBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/** What file tools would change, worked out from what is there. Refuses with a {@link ProblemException}. */
final class FilePlans {
    private static final int FILE_MODE = 0644;
    private static final int FOLDER_MODE = 0755;
    private static final int SET_GID = 02000;
    private static final long LARGEST_EDIT = 64L << 20;

    private final Workspace workspace;
    private final BlobBatch contents;
    private final List<Planned> plan = new ArrayList<>();

    FilePlans(Workspace workspace, BlobBatch contents) {
        this.workspace = workspace;
        this.contents = contents;
    }

    List<Planned> of(FileCall call) throws IOException {
        switch (call) {
            case FileCall.Write write -> write(write.path(), write.raw().getBytes(ISO_8859_1));
            case FileCall.Edit edit -> edit(edit);
            case FileCall.Delete delete -> delete(delete);
            case FileCall.Move move -> move(move);
            case FileCall.MakeFolder make -> makeFolder(make.path());
        }
        plan.removeIf(p -> FileState.same(p.change().before(), p.change().after()));
        plan.sort(java.util.Comparator.comparing(p -> p.change().path()));
        return plan;
    }

    private void write(RelPath path, byte[] content) throws IOException {
        var now = workspace.tree().look(path, contents);
        if (now != null && now.state().kind() != Kind.FILE) {
            throw refuse(Reason.CONFLICTING_STATE, path.text() + " is no file");
        }
        if (now == null) {
            parents(path);
        }
        put(path, now, content);
    }

    private void put(RelPath path, @org.jspecify.annotations.Nullable Seen now, byte[] content) throws IOException {
        var digest = contents.take(content);
        if (now != null && now.state().content().equals(digest)) {
            return;
        }
        var base = now == null ? made(path, Kind.FILE, FILE_MODE) : now.state();
        var after = new FileState(
                Kind.FILE, base.mode(), base.uid(), base.gid(), now(), content.length, digest, base.inode(), 1);
        plan.add(Planned.of(path, now, after));
    }

    private void edit(FileCall.Edit edit) throws IOException {
        var path = edit.path();
        var now = file(path);
        if (now.state().size() > LARGEST_EDIT) {
            throw refuse(Reason.TOO_LARGE, path.text() + " has more than " + LARGEST_EDIT + " bytes");
        }
        var text = text(path, now);
        int first = text.indexOf(edit.old());
        if (edit.old().isEmpty() || first < 0) {
            throw refuse(Reason.CONFLICTING_STATE, "the text to replace does not stand in " + path.text());
        }
        if (!edit.all() && text.indexOf(edit.old(), first + 1) >= 0) {
            throw refuse(
                    Reason.CONFLICTING_STATE,
                    "the text to replace stands more than once in " + path.text() + "; give more of what is around it");
        }
        var edited = edit.all()
                ? text.replace(edit.old(), edit.replacement())
                : text.substring(0, first)
                        + edit.replacement()
                        + text.substring(first + edit.old().length());
        put(path, now, edited.getBytes(UTF_8));
    }

    private String text(RelPath path, Seen now) throws IOException {
        // Read from what was taken, so that what is edited is what is captured.
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(contents.read(now.state().content())))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refuse(Reason.CONFLICTING_STATE, path.text() + " is not text in UTF-8");
        }
    }

    private void delete(FileCall.Delete delete) throws IOException {
        var path = delete.path();
        var now = there(path);
        if (now.state().isFolder()) {
            var inside = workspace.tree().names(path);
            if (!inside.isEmpty() && !delete.recursive()) {
                throw refuse(Reason.CONFLICTING_STATE, path.text() + " is a folder that is not empty");
            }
            workspace.tree().walk(path, (child, stat) -> remove(child));
        }
        remove(path);
    }

    private void remove(RelPath path) throws IOException {
        var now = workspace.tree().look(path, contents);
        if (now != null) {
            if (now.state().kind() == Kind.SPECIAL) {
                throw refuse(Reason.NOT_CAPTURABLE, path.text() + " is a pipe, socket or device");
            }
            plan.add(Planned.of(path, now, null));
        }
    }

    private void move(FileCall.Move move) throws IOException {
        var from = there(move.from());
        if (move.to().equals(move.from()) || move.to().isBeneath(move.from())) {
            throw refuse(Reason.BAD_REQUEST, "a place can't be moved into itself");
        }
        var there = workspace.tree().look(move.to(), contents);
        if (there != null
                && (!move.overwrite()
                        || there.state().isFolder()
                        || from.state().isFolder())) {
            throw refuse(Reason.ALREADY_EXISTS, move.to().text() + " is there already");
        }
        if (there == null) {
            parents(move.to());
        }
        moveOne(move.from(), move.from(), move.to());
        if (from.state().isFolder()) {
            workspace.tree().walk(move.from(), (child, stat) -> moveOne(child, move.from(), move.to()));
        }
    }

    private void moveOne(RelPath path, RelPath from, RelPath to) throws IOException {
        var now = workspace.tree().look(path, contents);
        if (now == null) {
            return;
        }
        if (now.state().kind() == Kind.SPECIAL) {
            throw refuse(Reason.NOT_CAPTURABLE, path.text() + " is a pipe, socket or device");
        }
        var target = new RelPath(to.raw() + path.raw().substring(from.raw().length()));
        plan.add(Planned.of(path, now, null));
        plan.add(Planned.of(target, workspace.tree().look(target, contents), now.state()));
    }

    private void makeFolder(RelPath path) throws IOException {
        var now = workspace.tree().look(path, contents);
        if (now != null) {
            throw refuse(Reason.ALREADY_EXISTS, path.text() + " is there already");
        }
        parents(path);
        plan.add(Planned.of(path, null, made(path, Kind.FOLDER, FOLDER_MODE)));
    }

    /** Folders on the way that are not there yet. */
    private void parents(RelPath path) throws IOException {
        for (var folder = path.parent(); !folder.isRoot(); folder = folder.parent()) {
            var now = workspace.tree().stat(folder);
            if (now != null && now.isFolder()) {
                return;
            }
            if (now != null) {
                throw refuse(Reason.CONFLICTING_STATE, folder.text() + " is no folder");
            }
            plan.add(Planned.of(folder, null, made(folder, Kind.FOLDER, FOLDER_MODE)));
        }
    }

    private FileState made(RelPath path, Kind kind, int mode) throws IOException {
        var folder = path.parent();
        var parent = workspace.tree().stat(folder);
        while (parent == null && !folder.isRoot()) {
            folder = folder.parent();
            parent = workspace.tree().stat(folder);
        }
        boolean inherits = parent != null && (parent.permissions() & SET_GID) != 0;
        int group = inherits && parent != null ? parent.gid() : workspace.own().gid();
        int all = inherits && kind == Kind.FOLDER ? mode | SET_GID : mode;
        return new FileState(kind, all, workspace.own().uid(), group, kind == Kind.FOLDER ? 0 : now(), 0, "", 0, 1);
    }

    private long now() {
        var now = workspace.clock().instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    private Seen there(RelPath path) throws IOException {
        var now = workspace.tree().look(path, contents);
        if (now == null) {
            throw refuse(Reason.NOT_FOUND, "there is nothing at " + path.text());
        }
        return now;
    }

    private Seen file(RelPath path) throws IOException {
        var now = there(path);
        if (now.state().kind() != Kind.FILE) {
            throw refuse(Reason.CONFLICTING_STATE, path.text() + " is no file");
        }
        return now;
    }

    static ProblemException refuse(Reason reason, String detail) {
        return Problem.of(reason, detail).toException();
    }
}
