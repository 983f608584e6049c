package dev.astern.connector.sql;

import dev.astern.connector.Effect;
import dev.astern.connector.Observed;
import dev.astern.connector.Problem;
import dev.astern.connector.ResourceCount;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoResult;
import dev.astern.connector.sql.ddl.DdlHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** One report of an undo in several transactions. */
final class MergedReport {
    private final int itemLimit;
    private final List<UndoReport.Count> counts = new ArrayList<>();
    private final List<UndoItem> items = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> digests = new ArrayList<>();
    private final List<Observed> observed = new ArrayList<>();
    private int attempts = 1;

    MergedReport(int itemLimit) {
        this.itemLimit = itemLimit;
    }

    void add(UndoReport report) {
        counts.addAll(report.counts());
        items.addAll(report.items());
        report.notes().stream().filter(n -> !notes.contains(n)).forEach(notes::add);
        digests.add(report.digest());
        attempts = Math.max(attempts, report.attempts());
    }

    void add(UndoReport report, Observed seen) {
        add(report);
        observed.add(seen);
    }

    void note(String note) {
        notes.add(note);
    }

    /** An action whose transaction did not take effect although an earlier one did. */
    void failed(String action, Problem problem) {
        counts.add(new UndoReport.Count("action " + action, UndoResult.FAILED, problem.reason(), 1));
        items.add(new UndoItem(
                "action:" + action,
                "action " + action,
                null,
                Effect.Kind.STRUCTURE,
                UndoResult.FAILED,
                problem.reason(),
                List.of()));
        notes.add("action " + action + " was not undone: " + problem.detail());
    }

    UndoReport report() {
        var shown = items.stream()
                .sorted(java.util.Comparator.comparing((UndoItem i) -> i.result() == UndoResult.RESTORED))
                .limit(itemLimit)
                .toList();
        return new UndoReport(counts, shown, notes, DdlHistory.joined(digests), attempts);
    }

    Observed observed() {
        var merged = new TreeMap<String, ResourceCount>();
        var sample = new ArrayList<Effect>();
        var tier = Tier.WRITE;
        var reversibility = Reversibility.TRIVIALLY_REVERSIBLE;
        for (var one : observed) {
            one.counts().forEach(c -> merged.merge(c.resource(), c, MergedReport::sum));
            sample.addAll(one.sample());
            tier = tier.atLeast(one.tier());
            reversibility = reversibility.atLeast(one.reversibility());
        }
        var digest = DdlHistory.joined(observed.stream()
                .map(Observed::digest)
                .filter(d -> !d.isEmpty())
                .toList());
        return new Observed(
                List.copyOf(merged.values()), digest, sample.stream().limit(100).toList(), notes, tier, reversibility);
    }

    private static ResourceCount sum(ResourceCount a, ResourceCount b) {
        return new ResourceCount(
                a.resource(), a.inserted() + b.inserted(), a.updated() + b.updated(), a.deleted() + b.deleted());
    }
}
