package dev.astern.workspace;

import dev.astern.connector.Performance;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoResult;
import dev.astern.workspace.file.Contents;
import dev.astern.workspace.file.RelPath;
import dev.astern.workspace.file.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A workspace in a folder of the build, and what tests do with it. */
final class Site implements AutoCloseable {
    static final Terms TERMS = new Terms(Tier.WRITE, Reversibility.REVERSIBLE_WITH_STATE, List.of());

    final Path base;
    final Path root;
    Workspace workspace;
    private final Map<String, String> digests = new LinkedHashMap<>();

    Site() throws IOException {
        // Not in the system's own temporary folder, which commands have one of their own of.
        var target = Files.createDirectories(Path.of("target", "sites"));
        this.base = Files.createTempDirectory(target, "site").toAbsolutePath();
        this.root = Files.createDirectories(base.resolve("work"));
        this.workspace = open();
    }

    Workspace open() throws IOException {
        return new Workspace(root, base.resolve("kept"), Long.MAX_VALUE, Clock.systemUTC());
    }

    /** As after the death of the process. */
    void reopen() throws IOException {
        workspace.close();
        workspace = open();
    }

    Path put(String path, String content) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.resolveSibling("."));
        return Files.writeString(file, content);
    }

    String read(String path) throws IOException {
        return Files.readString(root.resolve(path));
    }

    Performance perform(String actionId, FileCall call) {
        return remember(actionId, new FileActions(workspace).perform(call, TERMS, FakeExecution.of(actionId)));
    }

    Performance remember(String actionId, Performance performance) {
        if (performance instanceof Performance.Committed done) {
            digests.put(actionId, done.observed().digest());
        }
        return performance;
    }

    UndoRequest request(String... actionIds) {
        return new UndoRequest(
                List.of(actionIds).stream()
                        .map(id -> new UndoRequest.Selected(id, digests.getOrDefault(id, "")))
                        .toList(),
                UndoRequest.OnConflict.KEEP,
                Map.of(),
                100,
                null);
    }

    UndoReport undo(String undoId, String... actionIds) {
        var came = new Undoing(workspace).perform(request(actionIds), FakeExecution.of(undoId));
        if (came instanceof UndoPerformance.Applied done) {
            digests.put(undoId, done.observed().digest());
            return done.report();
        }
        throw new AssertionError("expected an undo that was applied, found " + came);
    }

    UndoReport plan(String... actionIds) throws IOException {
        return new Undoing(workspace).plan(request(actionIds));
    }

    /** Everything in the workspace, as far as anybody could see it. */
    SortedMap<String, String> picture() throws IOException {
        var all = new TreeMap<String, String>();
        try (var tree = new Tree(root)) {
            tree.walk(RelPath.ROOT, (path, stat) -> {
                var seen = tree.look(path, Contents.digestOnly());
                all.put(
                        path.text(),
                        seen == null ? "gone" : seen.state().parts().toString());
            });
        }
        return all;
    }

    static UndoResult result(UndoReport report, String path) {
        return report.items().stream()
                .filter(item -> item.id().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no item for " + path + " in " + report.items()))
                .result();
    }

    @Override
    public void close() {
        workspace.close();
        try (var all = Files.walk(base)) {
            all.sorted(java.util.Comparator.reverseOrder()).forEach(Site::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
