package dev.astern.workspace.named;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.library.NamedPlace;
import dev.astern.workspace.file.RelPath;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the places that a command's words name, as the kernel will: from its folder, with nothing expanded. */
public final class PlaceWords {
    /** In which words reach a program; what can't be said in it becomes another name on the way. */
    private static final Charset SPOKEN = Charset.forName(System.getProperty("sun.jnu.encoding", UTF_8.name()), UTF_8);

    private final List<String> roots;
    private final RelPath folder;

    /** @param roots the workspace's own path; several where links lead to it */
    public PlaceWords(List<String> roots, RelPath folder) {
        this.roots = List.copyOf(roots);
        this.folder = folder;
    }

    /** Refuses a place of which it can't be said where it is, or that is not in the workspace. */
    public Place place(NamedPlace named) {
        var text = named.path();
        var names = names(text);
        var path = path(names, text);
        // A slash at the end has the kernel follow a link there, whatever the program means to do.
        boolean follows = named.follows() || text.endsWith("/");
        var into = named.into().map(PlaceWords::lastName).orElse(null);
        if (path.isRoot() && into == null) {
            throw refuse(text, "is the workspace itself");
        }
        return new Place(path, follows, named.beneath(), into);
    }

    private RelPath path(List<String> names, String text) {
        try {
            return new RelPath(String.join("/", names));
        } catch (IllegalArgumentException e) {
            throw refuse(text, "is no path that can be captured: " + e.getMessage());
        }
    }

    private List<String> names(String text) {
        if (text.isEmpty() || text.equals("-") || !reaches(text)) {
            throw refuse(text, "does not reach the program as a path");
        }
        var names = new ArrayList<String>();
        if (!text.startsWith("/") && !folder.isRoot()) {
            names.add(folder.raw());
        }
        for (var name : beneath(text).split("/", -1)) {
            if (name.equals("..")) {
                throw refuse(text, "goes through ..");
            }
            if (!name.isEmpty() && !name.equals(".")) {
                names.add(bytes(name));
            }
        }
        return names;
    }

    private String beneath(String text) {
        if (!text.startsWith("/")) {
            return text;
        }
        return roots.stream()
                .filter(root -> text.equals(root) || text.startsWith(root + "/"))
                .findFirst()
                .map(root -> text.substring(root.length()))
                .orElseThrow(() -> refuse(text, "is not in the workspace"));
    }

    private static @Nullable String lastName(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        var name = path.substring(path.lastIndexOf('/', end - 1) + 1, end);
        // What has no name of its own may write anything in there.
        return name.isEmpty() || name.equals(".") || name.equals("..") || !reaches(name) ? null : bytes(name);
    }

    private static boolean reaches(String text) {
        return text.indexOf('\0') < 0
                && UTF_8.newEncoder().canEncode(text)
                && Arrays.equals(text.getBytes(SPOKEN), text.getBytes(UTF_8));
    }

    private static String bytes(String name) {
        return new String(name.getBytes(UTF_8), ISO_8859_1);
    }

    private static ProblemException refuse(String place, String why) {
        var shown = place.length() <= 200 ? place : place.substring(0, 200) + "…";
        return Problem.of(
                        Reason.NOT_CAPTURABLE,
                        "'" + shown + "' " + why + "; name places in the workspace, without .. and not through links")
                .toException();
    }
}
