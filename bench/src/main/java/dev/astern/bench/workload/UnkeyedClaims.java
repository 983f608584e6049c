package dev.astern.bench.workload;

import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoResult;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts the images that really are back, or gone, where rows have no names. */
final class UnkeyedClaims {
    private UnkeyedClaims() {}

    /** How many effects are reported restored beyond those that are. */
    static int untrue(List<UndoReport> reports, UnkeyedModel model, List<List<@Nullable String>> found) {
        var claimed =
                reports.stream().mapToLong(r -> r.count(UndoResult.RESTORED)).sum();
        return (int) Math.max(0, claimed - back(model, found));
    }

    /** An update may be reported as one effect or as two images, so both are counted. */
    private static int back(UnkeyedModel model, List<List<@Nullable String>> found) {
        var touched = model.touched();
        var old = touched.stream()
                .filter(model.before()::containsKey)
                .map(model.before()::get)
                .toList();
        var made = touched.stream()
                .filter(model.after()::containsKey)
                .map(model.after()::get)
                .toList();
        var untouched = model.before().entrySet().stream()
                .filter(e -> !touched.contains(e.getKey()))
                .map(java.util.Map.Entry::getValue)
                .toList();
        int back = 0;
        for (var image : new HashSet<>(old)) {
            back += Math.clamp(count(found, image) - count(untouched, image), 0, count(old, image));
        }
        for (var image : new HashSet<>(made)) {
            int left = Math.max(0, count(found, image) - count(untouched, image) - count(old, image));
            back += Math.max(0, count(made, image) - left);
        }
        return back;
    }

    private static int count(Collection<List<@Nullable String>> rows, List<@Nullable String> row) {
        return Collections.frequency(rows, row);
    }
}
