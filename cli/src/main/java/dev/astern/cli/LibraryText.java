package dev.astern.cli;

import static dev.astern.cli.LibraryCommand.lower;

import dev.astern.library.ClassGuide;
import dev.astern.library.Classification;
import dev.astern.library.Match;
import dev.astern.library.NamedPlace;
import dev.astern.library.entry.Entry;
import dev.astern.library.entry.Written;
import dev.astern.library.model.Filling;
import dev.astern.library.model.Finding;
import dev.astern.library.pattern.Pattern;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Entries, matches and findings as facts with names, for people and for JSON. */
final class LibraryText {
    private LibraryText() {}

    static Map<String, Object> finding(Finding finding) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("severity", lower(finding.code().severity()));
        facts.put("code", lower(finding.code()));
        facts.put("file", finding.source());
        facts.put("line", finding.line());
        facts.put("column", finding.column());
        facts.put("entry", finding.entry());
        facts.put("detail", finding.detail());
        facts.put("next", finding.code().next());
        return facts;
    }

    static Map<String, Object> entry(Entry entry) {
        var facts = head(entry);
        facts.put(
                "pattern", entry.shape().patterns().stream().map(Pattern::text).toList());
        facts.put("pre_capture", entry.recovery().preCapture().text());
        facts.put("compensating_action", entry.recovery().compensation().text());
        tail(entry, facts);
        facts.put("placeholders", placeholders(entry));
        if (!entry.recovery().writes().isEmpty()) {
            facts.put(
                    "writes",
                    entry.recovery().writes().stream()
                            .map(written -> written.isRest() ? Written.REST : "{" + written.placeholder() + "}")
                            .toList());
        }
        facts.put("place", entry.place().toString());
        return facts;
    }

    private static Map<String, Object> head(Entry entry) {
        var classed = entry.classed();
        var facts = new LinkedHashMap<String, Object>();
        facts.put("entry", entry.id());
        facts.put("title", entry.title());
        facts.put("kind", lower(entry.shape().kind()));
        facts.put("reversibility", lower(classed.reversibility()));
        facts.put("recoverable", lower(ClassGuide.of(classed.reversibility()).recoverable()));
        facts.put("tier", lower(classed.tier()));
        facts.put("verbs", classed.verbs().stream().map(LibraryCommand::lower).collect(Collectors.joining(", ")));
        facts.put("idempotent", classed.idempotent());
        facts.put("needs_reconciliation", classed.needsReconciliation());
        return facts;
    }

    private static void tail(Entry entry, Map<String, Object> facts) {
        var recovery = entry.recovery();
        facts.put("outcome", lower(recovery.outcome()));
        facts.put("rollback_safe", recovery.rollbackSafe().words());
        recovery.rollbackSafe().check().ifPresent(check -> facts.put("rollback_check", check.text()));
        recovery.verify().ifPresent(verify -> facts.put("verify", verify.run().text()));
        facts.put("timeout", recovery.timeout().toSeconds() + "s");
        facts.put("time_to_recover", entry.answers().timeToRecover().text());
        facts.put("authority", entry.answers().authority());
        facts.put("evidence", String.join(", ", entry.answers().evidence()));
        facts.put("notes", entry.notes());
        if (!entry.prefer().isEmpty()) {
            facts.put("prefer", entry.prefer());
        }
    }

    private static String placeholders(Entry entry) {
        return entry.recovery().placeholders().values().stream()
                .map(p -> "{" + p.name() + "} " + lower(p.type()) + " from " + lower(p.from())
                        + p.path().map(path -> " " + path.text()).orElse(""))
                .collect(Collectors.joining(", "));
    }

    /** @param captured what the pre-capture printed, if it has run */
    static Map<String, Object> explained(Match match, @Nullable String captured, @Nullable String output) {
        var facts = head(match.entry());
        facts.put(
                "captured",
                String.valueOf(new java.util.TreeMap<>(match.captures().values())));
        facts.put("pre_capture", text(match.preCapture()));
        facts.put("compensating_action", compensation(match, captured, output));
        if (!match.writes().isEmpty()) {
            facts.put("writes", match.writes().stream().map(NamedPlace::path).toList());
        }
        tail(match.entry(), facts);
        return facts;
    }

    private static String compensation(Match match, @Nullable String captured, @Nullable String output) {
        var template = match.entry().recovery().compensation().text();
        if (captured == null && output == null) {
            var early = match.compensation("");
            return early instanceof Filling.Filled ? text(early) : template;
        }
        var before = captured == null ? "" : captured;
        return text(output == null ? match.compensation(before) : match.compensation(before, output));
    }

    static Map<String, Object> unknown(Classification unknown) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("entry", "none");
        facts.put("reversibility", lower(unknown.reversibility()));
        facts.put("tier", lower(unknown.tier()));
        facts.put("idempotent", unknown.idempotent());
        facts.put("needs_reconciliation", unknown.needsReconciliation());
        facts.put("rollback_safe", unknown.rollbackSafe().words());
        facts.put("next", "Write an entry for it, or leave out the option that no entry knows.");
        return facts;
    }

    private static String text(Filling filling) {
        return switch (filling) {
            case Filling.Filled filled -> filled.step().line();
            case Filling.AwaitsOutput awaits ->
                awaits.template() + " (with " + String.join(", ", awaits.placeholders())
                        + " from what the command prints)";
            case Filling.Unfilled unfilled ->
                "refused: " + unfilled.problem().detail() + ". "
                        + unfilled.problem().code().next();
            case Filling.None _ -> "none";
        };
    }

    /** In full, but nothing in it moves the cursor. */
    static String printable(Object value) {
        return String.valueOf(value)
                .codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
