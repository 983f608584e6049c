package dev.astern.cli;

import tools.jackson.databind.JsonNode;

/** A plan's or an undo's report for people. */
final class UndoReportText {
    private UndoReportText() {}

    static void print(JsonNode report) {
        if (!report.isObject()) {
            return;
        }
        var table = new Table("  RESOURCE", "RESULT", "COUNT", "WHY");
        report.path("counts")
                .forEach(c -> table.row(
                        "  " + c.path("resource").asString(),
                        c.path("result").asString(),
                        c.path("count").asLong(),
                        c.path("reason").asString("")));
        table.print();
        report.path("items").forEach(UndoReportText::item);
        report.path("notes").forEach(note -> System.out.println("  note: " + Table.printable(note.asString())));
    }

    /** Only what needs a person's look: everything else is in the counts. */
    private static void item(JsonNode item) {
        if (!item.path("reason").isString()) {
            return;
        }
        System.out.println("  " + item.path("result").asString() + " "
                + item.path("resource").asString() + " "
                + Table.printable(item.path("key").toString()) + " ("
                + item.path("reason").asString() + ", item "
                + item.path("id").asString() + ")");
        item.path("fields")
                .forEach(f -> System.out.println("    "
                        + Table.printable(f.path("name").asString())
                        + ": before " + value(f.path("before")) + ", the agent left " + value(f.path("after"))
                        + ", now "
                        + value(f.path("now")) + " → " + f.path("result").asString()));
    }

    private static String value(JsonNode value) {
        return value.isString() ? "'" + Table.printable(value.asString()) + "'" : "nothing";
    }
}
