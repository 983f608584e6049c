package dev.astern.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What a held action would do, as pages say it; all text is {@link Visible}.
 *
 * @param counts per table, in words
 * @param extent what share of a table that is, and how much money
 * @param undo what came of rehearsing its undo
 * @param promotion how it differs from what it was tried out as; empty where it was not
 * @param complete whether the changes are all there are
 */
public record ShownView(
        String summary,
        String tool,
        String command,
        String arguments,
        String reason,
        List<String> sources,
        String evidence,
        List<String> counts,
        List<String> extent,
        List<Change> changes,
        boolean complete,
        List<String> notes,
        List<String> risk,
        long rehearsedMs,
        List<String> undo,
        List<String> promotion) {
    /** What would become of one row. */
    public record Change(String what, List<Field> fields) {}

    /**
     * @param word in words what a colour says besides
     * @param mark the colour's class
     */
    public record Field(String name, String word, String mark, String before, String after) {}

    static ShownView of(JsonNode shown, ObjectMapper mapper) {
        return new ShownView(
                text(shown.path("summary")),
                text(shown.path("tool")),
                text(shown.path("command")),
                pretty(shown.path("arguments"), mapper),
                text(shown.path("reason")),
                texts(shown.path("sources")),
                pretty(shown.path("evidence"), mapper),
                shown.path("counts").valueStream().map(ShownView::count).toList(),
                texts(shown.path("extent")),
                shown.path("effects").valueStream().map(ShownView::change).toList(),
                shown.path("complete").asBoolean(false),
                texts(shown.path("notes")),
                texts(shown.path("risk")),
                shown.path("rehearsedMs").asLong(0),
                said(shown.path("undo"), "notes"),
                said(shown.path("promotion"), "differences"));
    }

    /** A sentence and what belongs to it; empty where there is none, or an earlier version asked. */
    private static List<String> said(JsonNode about, String rest) {
        var lines = new ArrayList<String>();
        if (about.hasNonNull("said")) {
            lines.add(text(about.path("said")));
        }
        lines.addAll(texts(about.path(rest)));
        return lines;
    }

    private static String count(JsonNode count) {
        var parts = new ArrayList<String>();
        part(parts, count, "inserted", "added");
        part(parts, count, "updated", "changed");
        part(parts, count, "deleted", "removed");
        return text(count.path("resource")) + ": " + (parts.isEmpty() ? "no rows" : String.join(", ", parts));
    }

    private static void part(List<String> parts, JsonNode count, String name, String word) {
        long rows = count.path(name).asLong(0);
        if (rows > 0) {
            parts.add(rows + (rows == 1 ? " row " : " rows ") + word);
        }
    }

    private static Change change(JsonNode effect) {
        var word = switch (effect.path("kind").asString("").toUpperCase(Locale.ROOT)) {
            case "INSERT" -> "added";
            case "UPDATE" -> "changed";
            case "DELETE" -> "removed";
            default -> "structure changed";
        };
        var key = effect.path("key")
                .path("fields")
                .propertyStream()
                .map(field -> Visible.text(field.getKey()) + " " + value(field.getValue()))
                .toList();
        return new Change(
                text(effect.path("resource")) + (key.isEmpty() ? "" : ", " + String.join(", ", key)) + ": " + word,
                fields(
                        effect.path("before").path("fields"),
                        effect.path("after").path("fields")));
    }

    /** What changes comes first. */
    private static List<Field> fields(JsonNode before, JsonNode after) {
        var names = new TreeSet<String>();
        names.addAll(before.propertyNames());
        names.addAll(after.propertyNames());
        var moved = new ArrayList<Field>();
        var same = new ArrayList<Field>();
        for (var name : names) {
            var was = before.path(name);
            var is = after.path(name);
            if (!is.equals(was)) {
                moved.add(field(name, was, is));
            } else {
                same.add(new Field(Visible.text(name), "unchanged", "same", value(was), value(is)));
            }
        }
        moved.addAll(same);
        return moved;
    }

    private static Field field(String name, JsonNode was, JsonNode is) {
        var shown = Visible.text(name);
        if (was.isMissingNode()) {
            return new Field(shown, "new", "new", "not there", value(is));
        }
        return is.isMissingNode()
                ? new Field(shown, "removed", "gone", value(was), "not there")
                : new Field(shown, "changed", "moved", value(was), value(is));
    }

    /** No value and an empty text are not the same. */
    private static String value(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return "null";
        }
        var text = value.asString();
        return text.isEmpty() || text.equals("null") ? "“" + text + "”" : Visible.text(text);
    }

    private static String pretty(JsonNode tree, ObjectMapper mapper) {
        return tree.isEmpty()
                ? ""
                : Visible.text(mapper.writerWithDefaultPrettyPrinter()
                        .writeValueAsString(tree)
                        .replace("\r\n", "\n"));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(ShownView::text).toList();
    }

    private static String text(JsonNode node) {
        return Visible.text(node.asString(""));
    }
}
