package dev.astern.bench.workload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Folders and files by their path within a root: a folder's name ends with a slash and has no contents. */
final class FileTree {
    private FileTree() {}

    static Map<String, String> read(Path root) {
        var tree = new TreeMap<String, String>();
        try (var paths = Files.walk(root)) {
            for (var path : (Iterable<Path>) paths::iterator) {
                var name = root.relativize(path).toString();
                if (Files.isDirectory(path)) {
                    tree.put(name + "/", "");
                } else {
                    tree.put(name, Files.readString(path, UTF_8));
                }
            }
            tree.remove("/");
            return tree;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path root, Map<String, String> tree) {
        try {
            clear(root);
            for (var entry : tree.entrySet()) {
                var path = root.resolve(entry.getKey());
                if (entry.getKey().endsWith("/")) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.getParent());
                    Files.writeString(path, entry.getValue(), UTF_8);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void clear(Path root) throws IOException {
        try (var paths = Files.walk(root)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(root)) {
                    Files.delete(path);
                }
            }
        }
    }

    /** As a recording has it: the first folder in it is where everything is. */
    static Map<String, String> of(JsonNode initial) {
        var tree = new TreeMap<String, String>();
        var roots = initial.path("root").properties().iterator();
        if (roots.hasNext()) {
            add("", roots.next().getValue().path("contents"), tree);
        }
        return tree;
    }

    private static void add(String at, JsonNode contents, Map<String, String> tree) {
        contents.properties().forEach(entry -> {
            var node = entry.getValue();
            if (node.has("contents")) {
                tree.put(at + entry.getKey() + "/", "");
                add(at + entry.getKey() + "/", node.path("contents"), tree);
            } else {
                tree.put(at + entry.getKey(), node.path("content").asString());
            }
        });
    }

    /** What a recorded step made of a tree. */
    static void apply(Map<String, String> tree, ApiStep step) {
        for (var leaf : step.effects()) {
            var path = leaf.path();
            var what = path.getLast();
            var at = place(path);
            if (at.isEmpty() || what.equals("name")) {
                continue;
            }
            if (what.equals("contents")) {
                folder(tree, at, leaf.after() != null, step);
            } else if (leaf.after() == null) {
                tree.remove(at);
            } else {
                tree.put(at, unquoted(leaf.after()));
            }
        }
    }

    /** A folder's contents are a value only while there are none: what goes then is that, or the folder. */
    private static void folder(Map<String, String> tree, String at, boolean isThere, ApiStep step) {
        boolean gone = step.effects().stream()
                .anyMatch(leaf -> leaf.after() == null
                        && leaf.path().getLast().equals("name")
                        && place(leaf.path()).equals(at));
        if (isThere) {
            tree.put(at + "/", "");
        } else if (gone) {
            tree.remove(at + "/");
        }
    }

    /** {@code /root/contents/a/contents/b/content} is {@code a/b}. */
    private static String place(java.util.List<String> path) {
        var place = new StringBuilder();
        for (int i = 2; i < path.size() - 1; i += 2) {
            place.append(place.isEmpty() ? "" : "/").append(path.get(i));
        }
        return place.toString();
    }

    static String unquoted(String value) {
        var text = value.length() >= 2 ? value.substring(1, value.length() - 1) : value;
        return text.replace("\\n", "\n").replace("\\'", "'").replace("\\\\", "\\");
    }
}
