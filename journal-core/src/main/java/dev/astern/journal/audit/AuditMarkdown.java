package dev.astern.journal.audit;

import dev.astern.journal.CanonicalJson;
import dev.astern.journal.Instants;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An audit trail for people. Values are canonical JSON in indented lines, where nothing that an agent wrote can look like
 * something else.
 */
public final class AuditMarkdown {
    private AuditMarkdown() {}

    /** @param origin of which log */
    public static String title(String origin) {
        return "# Audit trail\n\nOf the log\n\n    " + CanonicalJson.write(origin)
                + "\n\nEach action has the entries it was made from, by their index in the log. What was withheld or erased"
                + " is not shown;\nhow much that is, is said.\n";
    }

    public static String section(AuditItem item) {
        var text = new StringBuilder();
        section(item, text);
        return text.toString();
    }

    static void section(AuditItem item, StringBuilder text) {
        switch (item) {
            case AuditItem.Action action -> action(action, new Facts(action), text);
            case AuditItem.Event event -> event(event, text);
        }
    }

    static void action(AuditItem.Action action, Facts facts, StringBuilder text) {
        heading(action.id(), action.session(), text);
        line(text, "began", Instants.text(action.began()));
        line(text, "ended", Instants.text(action.ended()));
        for (int i = 0; i < Facts.TOLD.size(); i++) {
            if (facts.at(i) != null) {
                line(text, Facts.TOLD.get(i), facts.at(i));
            }
        }
        line(text, "entries", action.entries());
        withheld(action.withheld(), text);
    }

    static void event(AuditItem.Event event, StringBuilder text) {
        heading(event.type().code(), event.session(), text);
        line(text, "time", Instants.text(event.time()));
        Map<String, @Nullable Object> sorted = new TreeMap<>(event.facts());
        sorted.forEach((name, value) -> line(text, isPlain(name) ? name : CanonicalJson.write(name), value));
        line(text, "entries", List.of(event.entry()));
        withheld(event.withheld(), text);
    }

    private static void heading(String what, String session, StringBuilder text) {
        text.append("\n## ").append(what).append(", ").append(session).append("\n\n");
    }

    /** Names of disclosures are anybody's text, too. */
    private static boolean isPlain(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || c == '_');
    }

    private static void line(StringBuilder text, String name, @Nullable Object value) {
        text.append("    ").append(name).append(": ");
        CanonicalJson.write(value, text);
        text.append('\n');
    }

    private static void withheld(int withheld, StringBuilder text) {
        if (withheld > 0) {
            text.append("    not shown: ").append(withheld).append('\n');
        }
    }
}
