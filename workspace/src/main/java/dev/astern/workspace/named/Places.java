package dev.astern.workspace.named;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.workspace.file.Change;
import dev.astern.workspace.file.Contents;
import dev.astern.workspace.file.FileState;
import dev.astern.workspace.file.FileState.Kind;
import dev.astern.workspace.file.RelPath;
import dev.astern.workspace.file.Seen;
import dev.astern.workspace.file.Tree;
import dev.astern.workspace.store.Watched;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is in the places that a command names: looked at before it runs, and compared afterwards. */
public final class Places {
    private final Tree tree;
    private final Contents contents;

    /** @param contents takes the contents of what is there */
    public Places(Tree tree, Contents contents) {
        this.tree = tree;
        this.contents = contents;
    }

    /**
     * What was there.
     *
     * @param places where to look
     * @param states by path; null where nothing is
     */
    public record Before(List<Watched.Place> places, List<Watched.Was> states) {}

    /** Refuses where the command would change something elsewhere, or something that can't be put back. */
    public Before before(List<Place> named) throws IOException {
        Map<RelPath, Boolean> places = new LinkedHashMap<>();
        var states = new TreeMap<RelPath, @Nullable FileState>();
        for (var one : named) {
            var place = place(one);
            places.merge(place.path(), place.beneath(), Boolean::logicalOr);
            take(place, one.follows(), states);
        }
        return new Before(
                places.entrySet().stream()
                        .map(entry -> new Watched.Place(entry.getKey(), entry.getValue()))
                        .toList(),
                states.entrySet().stream()
                        .map(entry -> new Watched.Was(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private Watched.Place place(Place named) throws IOException {
        for (var folder : above(named.path())) {
            var stat = tree.stat(folder);
            if (stat == null) {
                // Whatever comes to be there was not there before.
                return new Watched.Place(folder, true);
            }
            if (stat.isLink()) {
                throw link(folder);
            }
        }
        var stat = tree.stat(named.path());
        if (stat != null && stat.isLink() && named.follows()) {
            throw link(named.path());
        }
        if (stat == null || !stat.isFolder() || named.into() == null) {
            return new Watched.Place(named.path(), stat == null || named.beneath());
        }
        return new Watched.Place(named.path().child(named.into()), true);
    }

    private static List<RelPath> above(RelPath path) {
        var folders = new ArrayList<RelPath>();
        for (var folder = path; !folder.isRoot() && !folder.parent().isRoot(); folder = folder.parent()) {
            folders.addFirst(folder.parent());
        }
        return folders;
    }

    private void take(Watched.Place place, boolean follows, Map<RelPath, @Nullable FileState> states)
            throws IOException {
        states.put(place.path(), taken(place.path(), follows));
        if (place.beneath()) {
            tree.walk(place.path(), (path, stat) -> states.put(path, taken(path, follows)));
        }
    }

    private @Nullable FileState taken(RelPath path, boolean follows) throws IOException {
        var seen = tree.look(path, contents);
        if (seen == null) {
            return null;
        }
        var state = seen.state();
        if (state.kind() == Kind.SPECIAL) {
            throw refuse(path, "is a pipe, socket or device");
        }
        if (follows && state.kind() == Kind.LINK) {
            throw link(path);
        }
        if (follows && state.kind() == Kind.FILE && state.shared()) {
            throw refuse(path, "has other names, whose contents would change as well");
        }
        return state;
    }

    /** What is different since, by path. */
    public List<Change> since(Watched watched) throws IOException {
        var before = new TreeMap<RelPath, @Nullable FileState>();
        watched.was().forEach(was -> before.put(was.path(), was.state()));
        var paths = new TreeSet<>(before.keySet());
        for (var place : watched.places()) {
            if (place.beneath()) {
                tree.walk(place.path(), (path, stat) -> paths.add(path));
            }
        }
        var changes = new ArrayList<Change>();
        for (var path : paths) {
            var was = before.get(path);
            var now = state(tree.look(path, contents));
            if (!FileState.same(was, now)) {
                changes.add(new Change(path, was, now));
            }
        }
        return changes;
    }

    private static @Nullable FileState state(@Nullable Seen seen) {
        return seen == null ? null : seen.state();
    }

    private static ProblemException link(RelPath path) {
        return refuse(path, "is a link, and what it leads to is not captured");
    }

    private static ProblemException refuse(RelPath path, String why) {
        return Problem.of(Reason.NOT_CAPTURABLE, path.text() + " " + why).toException();
    }
}
