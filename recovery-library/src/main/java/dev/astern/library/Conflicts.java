package dev.astern.library;

import dev.astern.library.entry.Entry;
import dev.astern.library.model.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Entries that can't stand beside each other. */
final class Conflicts {
    private Conflicts() {}

    static List<Finding> duplicates(List<Entry> entries) {
        var findings = new ArrayList<Finding>();
        var seen = new HashMap<String, Entry>();
        for (var entry : entries) {
            var before = seen.putIfAbsent(entry.id(), entry);
            if (before != null) {
                findings.add(finding(Finding.Code.DUPLICATE_ID, entry, "also at " + before.place()));
            }
        }
        return findings;
    }

    /** Two entries, equally specific, that could match the same. Only pairs with one of ours are news. */
    static List<Finding> ties(List<Entry> all, List<Entry> own) {
        var findings = new ArrayList<Finding>();
        for (int i = 0; i < all.size(); i++) {
            for (int j = i + 1; j < all.size(); j++) {
                var first = all.get(i);
                var second = all.get(j);
                if (own.contains(first) && !first.id().equals(second.id()) && tie(first, second)) {
                    findings.add(finding(
                            Finding.Code.TIE, first, "as specific as " + second.id() + " at " + second.place()));
                }
            }
        }
        return findings;
    }

    private static boolean tie(Entry first, Entry second) {
        return first.shape().kind() == second.shape().kind()
                && first.shape().patterns().stream()
                        .anyMatch(mine -> second.shape().patterns().stream()
                                .anyMatch(their ->
                                        mine.specificity().equals(their.specificity()) && mine.overlaps(their)));
    }

    private static Finding finding(Finding.Code code, Entry entry, String detail) {
        var place = entry.place();
        return new Finding(code, place.source(), place.line(), place.column(), entry.id(), detail);
    }
}
