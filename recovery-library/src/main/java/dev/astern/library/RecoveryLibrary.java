package dev.astern.library;

import dev.astern.library.entry.Entry;
import dev.astern.library.model.Captures;
import dev.astern.library.model.Finding;
import dev.astern.library.model.Kind;
import dev.astern.library.model.Placeholder;
import dev.astern.library.model.Source;
import dev.astern.library.model.Subject;
import dev.astern.library.pattern.Pattern;
import dev.astern.library.pattern.Specificity;
import dev.astern.library.read.FileReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known about taking actions back. Immutable; the same subject always finds the same entry.
 */
public final class RecoveryLibrary {
    /** One pattern of an entry. */
    private record Rule(Entry entry, Pattern pattern, Specificity specificity) {}

    private static final Comparator<Rule> MOST_SPECIFIC_FIRST = Comparator.comparing(Rule::specificity)
            .reversed()
            .thenComparing(rule -> rule.entry().id());

    private final List<Entry> entries;
    private final Map<Kind, List<Rule>> rules;
    private final String digest;

    private RecoveryLibrary(List<Entry> entries, String digest) {
        this.entries = List.copyOf(entries);
        this.digest = digest;
        var byKind = new HashMap<Kind, List<Rule>>();
        for (var entry : entries) {
            for (var pattern : entry.shape().patterns()) {
                byKind.computeIfAbsent(entry.shape().kind(), _ -> new ArrayList<>())
                        .add(new Rule(entry, pattern, pattern.specificity()));
            }
        }
        byKind.values().forEach(list -> list.sort(MOST_SPECIFIC_FIRST));
        rules = Map.copyOf(byKind);
    }

    /** The entries that come with Astern. */
    public static RecoveryLibrary shipped() {
        return Shipped.LIBRARY;
    }

    /** These files and nothing else. */
    public static Loaded load(List<Source> sources) {
        return load(sources, List.of());
    }

    /** The shipped entries and these files; an entry with a shipped one's id takes its place. */
    public static Loaded loadWithShipped(List<Source> sources) {
        return load(sources, Shipped.SOURCES);
    }

    private static Loaded load(List<Source> sources, List<Source> base) {
        var findings = new ArrayList<Finding>();
        var own = read(sources, findings);
        findings.addAll(Conflicts.duplicates(own));
        var all = new ArrayList<>(own);
        read(base, new ArrayList<>()).stream()
                .filter(entry -> own.stream().noneMatch(o -> o.id().equals(entry.id())))
                .forEach(all::add);
        findings.addAll(Conflicts.ties(all, own));
        if (findings.stream().anyMatch(Finding::error)) {
            return new Loaded.Malformed(findings);
        }
        var texts = new ArrayList<>(base);
        texts.addAll(sources);
        return new Loaded.Read(new RecoveryLibrary(all, Digest.of(texts)), findings);
    }

    private static List<Entry> read(List<Source> sources, List<Finding> findings) {
        var entries = new ArrayList<Entry>();
        for (var source : sources) {
            var file = FileReader.read(source);
            entries.addAll(file.entries());
            findings.addAll(file.findings());
        }
        return entries;
    }

    /** The most specific entry that matches, if any does. */
    public Optional<Match> find(Subject subject) {
        for (var rule : rules.getOrDefault(subject.kind(), List.of())) {
            var match = rule.pattern()
                    .match(subject)
                    .filter(captures -> admitted(rule.entry(), captures))
                    .map(captures -> new Match(rule.entry(), captures));
            if (match.isPresent()) {
                return match;
            }
        }
        return Optional.empty();
    }

    /** What was captured must be what the entry says it is; otherwise it is about something else. */
    private static boolean admitted(Entry entry, Captures captures) {
        var placeholders = entry.recovery().placeholders();
        return captures.values().entrySet().stream()
                .allMatch(capture -> placeholders
                        .getOrDefault(capture.getKey(), Placeholder.capture(capture.getKey()))
                        .admits(capture.getValue()));
    }

    /**
     * How much is at stake. Without an entry it is the worst; for SQL, the connector's own word, which an entry makes
     * only more severe.
     */
    public Classification classify(Subject subject) {
        var entry = find(subject).map(Match::entry);
        return subject instanceof Subject.SqlSubject sql
                ? entry.map(Classification::of)
                        .orElseGet(Classification::ofConnector)
                        .atLeast(sql.tier(), sql.reversibility())
                : entry.map(Classification::of).orElseGet(Classification::unknown);
    }

    public Optional<Entry> entry(String id) {
        return entries.stream().filter(entry -> entry.id().equals(id)).findFirst();
    }

    /** In the order of their files. */
    public List<Entry> entries() {
        return entries;
    }

    /** Over the texts it was read from, so that a receipt can say which library judged. */
    public String digest() {
        return digest;
    }
}
