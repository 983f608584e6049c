package dev.astern.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** A request as the approval card asks its four questions: what changes, why, if it is wrong, who decides by when. */
final class ApprovalText {
    private static final int EFFECTS = 20;

    private ApprovalText() {}

    static void print(JsonNode card) {
        var approval = card.path("approval");
        var shown = card.path("shown");
        System.out.println("request " + text(approval, "id") + " (" + text(approval, "state") + ", round "
                + approval.path("round").asInt() + ")");
        changes(shown);
        why(approval, shown);
        wrong(approval, shown);
        who(approval);
    }

    private static void changes(JsonNode shown) {
        System.out.println();
        System.out.println("What changes");
        text(shown, "command").lines().limit(20).forEach(line -> System.out.println("  " + Table.printable(line)));
        CountsText.print(shown.path("counts"));
        shown.path("extent").forEach(line -> System.out.println("    " + Table.printable(line.asString())));
        int listed = 0;
        for (var effect : shown.path("effects")) {
            if (listed++ < EFFECTS) {
                effect(effect);
            }
        }
        if (listed > EFFECTS || !shown.path("complete").asBoolean()) {
            System.out.println("  … and more; --json has the first hundred");
        }
        said(shown.path("promotion"), "differences");
        shown.path("notes").forEach(note -> System.out.println("  note: " + Table.printable(note.asString())));
    }

    /** A sentence, and what belongs to it. */
    private static void said(JsonNode about, String rest) {
        if (about.hasNonNull("said")) {
            System.out.println("  " + Table.printable(about.path("said").asString()));
        }
        about.path(rest).forEach(line -> System.out.println("    " + Table.printable(line.asString())));
    }

    private static void effect(JsonNode effect) {
        var before = effect.path("before").path("fields");
        var after = effect.path("after").path("fields");
        var names = new TreeSet<String>();
        names.addAll(before.propertyNames());
        names.addAll(after.propertyNames());
        var fields = new ArrayList<String>();
        for (var name : names) {
            var was = value(before.path(name));
            var is = value(after.path(name));
            if (before.isMissingNode()) {
                fields.add(name + " = " + is);
            } else if (after.isMissingNode()) {
                fields.add(name + " was " + was);
            } else if (!was.equals(is)) {
                fields.add(name + ": " + was + " → " + is);
            }
        }
        System.out.println("    " + effect.path("kind").asString().toLowerCase(java.util.Locale.ROOT) + " "
                + Table.printable(key(effect) + "  " + String.join(", ", fields)));
    }

    private static String key(JsonNode effect) {
        var key = new ArrayList<String>();
        effect.path("key").path("fields").properties().forEach(f -> key.add(f.getKey() + "=" + value(f.getValue())));
        return effect.path("resource").asString() + (key.isEmpty() ? "" : " " + key);
    }

    private static String value(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? "∅" : value.asString();
    }

    private static void why(JsonNode approval, JsonNode shown) {
        System.out.println();
        System.out.println("Why");
        var reason = text(shown, "reason");
        System.out.println("  " + text(approval, "agent") + " at " + text(approval, "target") + " says: "
                + (reason.isEmpty() ? "nothing" : Table.printable(reason)));
        list("sources", shown.path("sources"));
        System.out.println("  rule " + text(approval, "rule") + ": " + Table.printable(text(approval, "why")));
        System.out.println("  risk " + approval.path("risk").asInt() + " of 100");
        shown.path("risk").forEach(term -> System.out.println("    " + Table.printable(term.asString())));
    }

    private static void wrong(JsonNode approval, JsonNode shown) {
        System.out.println();
        System.out.println("If it is wrong");
        System.out.println(
                "  " + text(approval, "reversibility").replace('_', ' ') + "; tier " + text(approval, "tier"));
        said(shown.path("undo"), "notes");
        System.out.println("  rehearsed in " + shown.path("rehearsedMs").asLong() + " ms and taken back");
    }

    private static void who(JsonNode approval) {
        System.out.println();
        System.out.println("Who decides, by when");
        System.out.println(
                "  " + approval.path("quorum").asInt() + " to agree, one no ends it; by " + text(approval, "decideBy"));
        list("nobody who is", approval.path("distinctFrom"));
        list("confirm", approval.path("needs"));
        approval.path("votes")
                .forEach(vote -> System.out.println("  " + Table.printable(text(vote, "name")) + ": "
                        + text(vote, "decision") + " (round "
                        + vote.path("round").asInt() + ") "
                        + Table.printable(text(vote, "reason"))));
    }

    private static void list(String what, JsonNode values) {
        List<String> texts = values.valueStream()
                .map(value -> Table.printable(value.asString().replace('_', ' ')))
                .toList();
        if (!texts.isEmpty()) {
            System.out.println("  " + what + ": " + String.join(", ", texts));
        }
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }
}
