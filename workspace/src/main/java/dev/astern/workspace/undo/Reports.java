package dev.astern.workspace.undo;

import dev.astern.connector.Reason;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoResult;
import dev.astern.workspace.file.Change;
import dev.astern.workspace.file.Contents;
import dev.astern.workspace.store.Lines;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans and reports of one shape. */
public final class Reports {
    private record Group(UndoResult result, @Nullable Reason reason) {}

    private Reports() {}

    public static UndoReport of(
            Collection<PathUndo> paths, List<UndoItem> unusable, List<String> notes, String digest, int itemLimit) {
        var counts = new LinkedHashMap<Group, Long>();
        unusable.forEach(item -> counts.merge(new Group(item.result(), item.reason()), 1L, Long::sum));
        paths.forEach(path -> counts.merge(new Group(path.result(), path.reason()), 1L, Long::sum));
        var items = new ArrayList<>(unusable);
        paths.stream().filter(PathUndo::needsAPerson).map(PathUndo::item).forEach(items::add);
        paths.stream().filter(path -> !path.needsAPerson()).map(PathUndo::item).forEach(items::add);
        return new UndoReport(
                counts.entrySet().stream()
                        .map(e -> new UndoReport.Count(
                                Change.FILES, e.getKey().result(), e.getKey().reason(), e.getValue()))
                        .toList(),
                items.stream().limit(itemLimit).toList(),
                notes,
                digest,
                1);
    }

    /** Over what was seen and what is to be done about it. */
    public static String digest(Collection<PathUndo> paths, List<UndoItem> unusable) {
        var sha = Contents.sha256();
        unusable.forEach(item -> sha.update((item.id() + item.reason() + "\n").getBytes(StandardCharsets.UTF_8)));
        for (var path : paths) {
            var now = path.now();
            var target = path.target();
            var line = List.of(
                    path.path().raw(),
                    path.result().name(),
                    String.valueOf(path.reason()),
                    now == null ? "" : Lines.write(now.state().parts()),
                    target == null ? "" : Lines.write(target.parts()));
            sha.update((Lines.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(sha.digest());
    }
}
