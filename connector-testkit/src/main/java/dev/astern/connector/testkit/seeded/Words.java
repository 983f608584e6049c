package dev.astern.connector.testkit.seeded;

import dev.astern.connector.Observed;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.Settlement;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import java.util.stream.Collectors;

/** What was said, in a line that somebody can read who wants to know what went wrong. */
final class Words {
    private Words() {}

    static String of(Performance performance) {
        return switch (performance) {
            case Performance.Committed committed -> "committed" + of(committed.observed());
            case Performance.RolledBack taken -> "rolled back, " + of(taken.problem());
            case Performance.Failed failed -> "failed, " + of(failed.problem());
            case Performance.InDoubt doubt -> "in doubt, " + of(doubt.problem());
            case Performance.Elsewhere elsewhere -> "elsewhere";
        };
    }

    static String of(Settlement settlement) {
        return switch (settlement) {
            case Settlement.Applied(var observed) -> "applied" + of(observed);
            case Settlement.NeverApplied never -> "never applied";
            case Settlement.Unknown(var problem) -> "unknown, " + of(problem);
        };
    }

    static String of(UndoPerformance performance) {
        return switch (performance) {
            case UndoPerformance.Applied(var report, var observed) -> "applied" + of(observed) + ": " + of(report);
            case UndoPerformance.NotApplied(var problem) -> "not applied, " + of(problem);
            case UndoPerformance.InDoubt(var report, var observed, var problem) ->
                "in doubt, " + of(problem) + ": " + of(report);
        };
    }

    static String of(UndoReport report) {
        return report.items().stream().map(Words::of).collect(Collectors.joining("; "));
    }

    static String of(UndoItem item) {
        var reason = item.reason();
        var fields = item.fields().stream()
                .map(field -> field.name() + " " + field.before() + "/" + field.after() + "/" + field.now() + " "
                        + field.result())
                .collect(Collectors.joining(", "));
        var key = item.key();
        return (key == null ? "" : key.fields().values()) + " " + item.did() + " " + item.result()
                + (reason == null ? "" : " " + reason.code()) + (fields.isEmpty() ? "" : " (" + fields + ")");
    }

    private static String of(Observed observed) {
        return observed.counts().stream()
                        .map(count -> " " + count.resource() + " +" + count.inserted() + " ~" + count.updated() + " -"
                                + count.deleted())
                        .collect(Collectors.joining())
                + observed.notes().stream().map(note -> " [" + note + "]").collect(Collectors.joining());
    }

    private static String of(Problem problem) {
        return problem.reason().code() + ": " + problem.detail();
    }
}
