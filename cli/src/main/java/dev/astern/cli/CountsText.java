package dev.astern.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What an action changed or would change, a line for each table. */
final class CountsText {
    private static final List<String> KINDS = List.of("inserted", "updated", "deleted");

    private CountsText() {}

    static void print(JsonNode counts) {
        counts.forEach(count ->
                System.out.println("  " + Table.printable(count.path("resource").asString()) + ": " + changes(count)));
    }

    private static String changes(JsonNode count) {
        var changes = new ArrayList<String>();
        for (var kind : KINDS) {
            long n = count.path(kind).asLong();
            if (n > 0) {
                changes.add(n + " " + kind);
            }
        }
        return changes.isEmpty() ? "structure" : String.join(", ", changes);
    }
}
